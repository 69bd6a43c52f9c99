// The threads of an emulated block, and the kernels by name.
#pragma once

#include <tuple>
#include <vector>

namespace emulation {

// Runs a kernel's body for the current thread, with pointers to its arguments, as cuLaunchKernel takes them.
using Body = void (*)(const void* kernel, void** arguments);

struct Kernel {
  const void* function;
  Body body;
  std::vector<unsigned> parameterSizes;
};

void add_kernel(const char* name, Kernel kernel);

template <typename... P, size_t... I>
void call(void (*kernel)(P...), void** arguments, std::index_sequence<I...>) {
  (void)arguments;
  kernel(*static_cast<P*>(arguments[I])...);
}

template <typename... P>
void body(const void* kernel, void** arguments) {
  call(reinterpret_cast<void (*)(P...)>(const_cast<void*>(kernel)), arguments, std::index_sequence_for<P...>());
}

// Enters a kernel into the registry when the library is loaded.
struct Registration {
  template <typename... P>
  Registration(const char* name, void (*kernel)(P...)) {
    add_kernel(name, {reinterpret_cast<const void*>(kernel), &body<P...>, {static_cast<unsigned>(sizeof(P))...}});
  }
};

// The dynamic shared memory of the current block.
void* dynamic_shared();

// Waits until every thread of the block that has not ended is here; returns how many of them gave true.
int block_barrier(bool vote);

// What a thread gives to a function of its warp, and what it gets when all lanes of the mask have come.
struct Exchange {
  unsigned mask;    // the lanes that take part, this one among them
  int source;       // the lane whose value is wanted
  bool vote;        // for ballots
  uint64_t value;   // any 64 bits
};
struct Exchanged {
  uint64_t value;   // that of the source
  unsigned ballot;  // the lanes of the mask that voted true
};
Exchanged exchange(const Exchange& given);

// Shows an address to the other lanes of a whole warp, until the warp's next function. All lanes take part.
void publish(const void* address);
const void* published(int lane);

// The lane of the current thread.
int lane();

// The lanes of the current warp that have not ended.
unsigned live_lanes();

}  // namespace emulation

extern "C" {
// Runs a kernel to its end. Returns 0, or else a code; emulated_error says what is wrong.
int emulated_launch(const char* kernel, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
    unsigned blockZ, unsigned sharedBytes, void** arguments);
// What was wrong with the last launch that failed.
const char* emulated_error();
// The number of a kernel's parameters, whose sizes in bytes are written to sizes; -1 if there is no such kernel.
int emulated_parameters(const char* kernel, unsigned* sizes, int capacity);
// The name of the kernel at an index, in alphabetical order; null behind the last.
const char* emulated_kernel(int index);
// With a seed other than 0, threads and blocks run in an order drawn anew for each block and launch: so that a missing barrier shows.
void emulated_order(unsigned seed);
}
