// CUDA's functions of a warp. The mask names the lanes that take part, the caller's among them; a value asked of a lane outside
// the mask or the segment is the caller's own.
#pragma once

namespace emulation {

template <typename T>
T from_lane(unsigned mask, T value, int source) {
  static_assert(sizeof(T) <= sizeof(uint64_t), "a value of a shuffle has at most 64 bits");
  Exchange given = {mask, source, false, 0};
  std::memcpy(&given.value, &value, sizeof(T));
  Exchanged received = exchange(given);
  T result;
  std::memcpy(&result, &received.value, sizeof(T));
  return result;
}

inline int first_of_segment(int width) { return lane() & ~(width - 1); }

// The source if it is in the lane's segment, else the lane itself.
inline int within_segment(int source, int width) {
  int first = first_of_segment(width);
  return source >= first && source < first + width ? source : lane();
}

}  // namespace emulation

inline unsigned __activemask() { return emulation::live_lanes(); }
inline unsigned __ballot_sync(unsigned mask, int vote) {
  return emulation::exchange({mask, emulation::lane(), vote != 0, 0}).ballot;
}
inline int __any_sync(unsigned mask, int vote) { return __ballot_sync(mask, vote) != 0; }
inline int __all_sync(unsigned mask, int vote) { return __ballot_sync(mask, !vote) == 0; }
inline void __syncwarp(unsigned mask = 0xffffffffu) { __ballot_sync(mask, 0); }

template <typename T>
inline T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
  return emulation::from_lane(mask, value, emulation::first_of_segment(width) + (source & (width - 1)));
}
template <typename T>
inline T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
  return emulation::from_lane(mask, value, emulation::within_segment(emulation::lane() ^ bits, width));
}
template <typename T>
inline T __shfl_down_sync(unsigned mask, T value, unsigned distance, int width = 32) {
  return emulation::from_lane(
      mask, value, emulation::within_segment(emulation::lane() + static_cast<int>(distance), width));
}
template <typename T>
inline T __shfl_up_sync(unsigned mask, T value, unsigned distance, int width = 32) {
  return emulation::from_lane(
      mask, value, emulation::within_segment(emulation::lane() - static_cast<int>(distance), width));
}
