// The instructions of tensor cores and of copies that run beside, as network/tensor_core.cuh names them.
#pragma once

namespace emulation {

struct Fragments {
  const unsigned* a;
  const unsigned* b;
};

}  // namespace emulation

// Each lane gives the address of 16 bytes, eight lanes a matrix; gets four bytes of each of the four matrices.
inline void load_matrices(unsigned (&words)[4], const void* row) {
  for (int matrix = 0; matrix < 4; matrix++) {
    const unsigned char* from = __shfl_sync(
        0xffffffffu, static_cast<const unsigned char*>(row), matrix * 8 + emulation::lane() / 4);
    std::memcpy(&words[matrix], from + emulation::lane() % 4 * 4, sizeof(unsigned));
  }
}

// sums += A B for A of 16 x 32 and B of 32 x 8 signed bytes, dealt out over the lanes as mma.m16n8k32 says.
inline void multiply_add(int (&sums)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
  emulation::Fragments own = {a, b};
  emulation::publish(&own);
  int group = emulation::lane() / 4;
  int pair = emulation::lane() % 4;
  for (int i = 0; i < 4; i++) {
    int row = group + i / 2 * 8;
    int column = pair * 2 + i % 2;
    for (int holder = 0; holder < 4; holder++) {
      const auto* left = static_cast<const emulation::Fragments*>(emulation::published(row % 8 * 4 + holder));
      const auto* right = static_cast<const emulation::Fragments*>(emulation::published(column * 4 + holder));
      sums[i] = __dp4a(static_cast<int>(left->a[row / 8]), static_cast<int>(right->b[0]), sums[i]);
      sums[i] = __dp4a(static_cast<int>(left->a[row / 8 + 2]), static_cast<int>(right->b[1]), sums[i]);
    }
  }
  __syncwarp();
}

// Copies 16 bytes to shared memory, or zeros if there are none.
inline void copy_beside(void* to, const void* from, bool there) {
  if (there) {
    std::memcpy(to, from, 16);
  } else {
    std::memset(to, 0, 16);
  }
}

inline void end_group() {}

template <int N>
inline void wait_for_all_but() {}
