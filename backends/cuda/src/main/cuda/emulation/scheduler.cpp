// Fibers: entered with ucontext, then switched by setjmp and longjmp, which make no system call.
#include "emulation/cuda_emulation.h"

#include <setjmp.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <random>
#include <string>

namespace emulation {
namespace {

constexpr size_t STACK_BYTES = 128 << 10;
constexpr unsigned MAX_THREADS = 1024;
constexpr unsigned MAX_SHARED_BYTES = 227 << 10;
constexpr int WARP = 32;

enum class State { READY, AT_BARRIER, IN_EXCHANGE, ENDED };

enum Code { DONE = 0, UNKNOWN_KERNEL = 1, BAD_LAUNCH = 2, STUCK = 3 };

struct Fiber {
  ucontext_t entry;
  jmp_buf context;
  void* stack;
  bool entered = false;
  State state = State::ENDED;
  uint3 index;
  Exchange given;
  Exchanged received;
  const void* published = nullptr;

  explicit Fiber(size_t thread);
  ~Fiber() { munmap(stack, STACK_BYTES); }
};

struct Warp {
  unsigned live = 0;        // its lanes that have not ended
  unsigned exchanging = 0;  // those that wait for others of their mask
};

struct Launch {
  const Kernel* kernel;
  void** arguments;
  unsigned sharedBytes;
};

std::map<std::string, Kernel>& registry() {
  static std::map<std::string, Kernel> kernels;
  return kernels;
}

std::mutex launching;
std::string error;
std::vector<std::unique_ptr<Fiber>> fibers;  // those from `threads` on sleep
alignas(16) unsigned char shared[MAX_SHARED_BYTES];
std::mt19937 random_order;
bool shuffled = false;

Launch launch;
Warp warps[MAX_THREADS / WARP];
jmp_buf scheduler;
unsigned threads;  // of the current block
unsigned current;
unsigned live;
unsigned waiting;  // at the barrier
int votes;
int released_votes;

__attribute__((noinline)) void yield() {
  if (_setjmp(fibers[current]->context) == 0) {
    _longjmp(scheduler, 1);
  }
}

void release_barrier_if_complete() {
  if (waiting == 0 || waiting < live) {
    return;
  }
  for (unsigned t = 0; t < threads; t++) {
    if (fibers[t]->state == State::AT_BARRIER) {
      fibers[t]->state = State::READY;
    }
  }
  released_votes = votes;
  waiting = 0;
  votes = 0;
}

// Gives each lane of the mask its result, from what all of them gave.
void complete(unsigned warp, unsigned mask) {
  unsigned ballot = 0;
  for (unsigned rest = mask; rest != 0; rest &= rest - 1) {
    int l = __builtin_ctz(rest);
    ballot |= fibers[warp * WARP + l]->given.vote ? 1u << l : 0u;
  }
  for (unsigned rest = mask; rest != 0; rest &= rest - 1) {
    Fiber& fiber = *fibers[warp * WARP + __builtin_ctz(rest)];
    bool given = mask >> fiber.given.source & 1;
    uint64_t value = given ? fibers[warp * WARP + fiber.given.source]->given.value : fiber.given.value;
    fiber.received = {value, ballot};
    fiber.state = State::READY;
  }
  warps[warp].exchanging &= ~mask;
}

// Completes the exchange of a lane if all live lanes of its mask are there, with the same mask.
void complete_if_all_came(unsigned warp, int lane) {
  const Warp& w = warps[warp];
  unsigned mask = fibers[warp * WARP + lane]->given.mask & w.live;
  if ((mask & ~w.exchanging) != 0) {
    return;
  }
  for (unsigned rest = mask; rest != 0; rest &= rest - 1) {
    if ((fibers[warp * WARP + __builtin_ctz(rest)]->given.mask & w.live) != mask) {
      return;
    }
  }
  complete(warp, mask);
}

void end_thread() {
  unsigned warp = current / WARP;
  fibers[current]->state = State::ENDED;
  live--;
  warps[warp].live &= ~(1u << current % WARP);
  release_barrier_if_complete();
  for (unsigned rest = warps[warp].exchanging; rest != 0; rest &= rest - 1) {
    int l = __builtin_ctz(rest);
    if (warps[warp].exchanging >> l & 1) {
      complete_if_all_came(warp, l);
    }
  }
}

[[noreturn]] void fiber_main() {
  for (;;) {
    launch.kernel->body(launch.kernel->function, launch.arguments);
    end_thread();
    yield();
  }
}

__attribute__((noinline)) void resume(unsigned thread) {
  Fiber& fiber = *fibers[thread];
  current = thread;
  threadIdx = fiber.index;
  if (_setjmp(scheduler) != 0) {
    return;
  }
  if (fiber.entered) {
    _longjmp(fiber.context, 1);
  }
  fiber.entered = true;
  setcontext(&fiber.entry);
}

void prepare_block() {
  while (fibers.size() < threads) {
    fibers.push_back(std::make_unique<Fiber>(fibers.size()));
  }
  live = threads;
  waiting = 0;
  votes = 0;
  std::memset(shared, 0xa5, launch.sharedBytes);  // what nobody wrote is not 0
  for (Warp& warp : warps) {
    warp = {};
  }
  for (unsigned t = 0; t < threads; t++) {
    warps[t / WARP].live |= 1u << t % WARP;
    fibers[t]->state = State::READY;
    fibers[t]->index = {t % blockDim.x, t / blockDim.x % blockDim.y, t / (blockDim.x * blockDim.y)};
  }
}

std::vector<unsigned> order_of(unsigned n) {
  std::vector<unsigned> order(n);
  std::iota(order.begin(), order.end(), 0u);
  if (shuffled) {
    std::shuffle(order.begin(), order.end(), random_order);
  }
  return order;
}

bool run_block(const std::vector<unsigned>& order) {
  prepare_block();
  while (live > 0) {
    bool progress = false;
    for (unsigned t : order) {
      if (fibers[t]->state == State::READY) {
        resume(t);
        progress = true;
      }
    }
    if (!progress) {
      return false;
    }
  }
  return true;
}

int fail(Code code, const std::string& text) {
  error = text;
  return code;
}

std::string where() {
  return "block (" + std::to_string(blockIdx.x) + ", " + std::to_string(blockIdx.y) + ", " + std::to_string(blockIdx.z) + ")";
}

int run_grid(const char* name) {
  std::vector<unsigned> order = order_of(threads);
  for (unsigned block : order_of(gridDim.x * gridDim.y * gridDim.z)) {
    blockIdx = {block % gridDim.x, block / gridDim.x % gridDim.y, block / (gridDim.x * gridDim.y)};
    if (shuffled) {
      order = order_of(threads);
    }
    if (!run_block(order)) {
      std::string counts = std::to_string(waiting) + " of " + std::to_string(live) + " live threads wait at a barrier";
      fibers.clear();  // their stacks are in the middle of the kernel
      return fail(STUCK, std::string("Kernel ") + name + ", " + where() + ": no thread can go on; " + counts
          + ", the rest for lanes of their warp: expected every thread to reach the same barrier");
    }
  }
  return DONE;
}

}  // namespace

// Stacks begin at different offsets, else their tops would share few sets of the cache.
Fiber::Fiber(size_t thread) {
  stack = mmap(nullptr, STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  getcontext(&entry);
  entry.uc_stack.ss_sp = stack;
  entry.uc_stack.ss_size = STACK_BYTES - thread % 64 * 832;
  entry.uc_link = nullptr;
  makecontext(&entry, reinterpret_cast<void (*)()>(fiber_main), 0);
}

void add_kernel(const char* name, Kernel kernel) { registry()[name] = std::move(kernel); }

void* dynamic_shared() { return shared; }

int block_barrier(bool vote) {
  fibers[current]->state = State::AT_BARRIER;
  votes += vote;
  waiting++;
  release_barrier_if_complete();
  yield();
  return released_votes;
}

Exchanged exchange(const Exchange& given) {
  Fiber& fiber = *fibers[current];
  fiber.given = given;
  fiber.state = State::IN_EXCHANGE;
  warps[current / WARP].exchanging |= 1u << current % WARP;
  complete_if_all_came(current / WARP, lane());
  if (fiber.state != State::READY) {
    yield();
  }
  return fiber.received;
}

void publish(const void* address) {
  fibers[current]->published = address;
  exchange({0xffffffffu, lane(), false, 0});
}

const void* published(int lane) { return fibers[current / WARP * WARP + static_cast<unsigned>(lane)]->published; }

int lane() { return static_cast<int>(current % WARP); }

unsigned live_lanes() { return warps[current / WARP].live; }

}  // namespace emulation

using namespace emulation;

int emulated_launch(const char* name, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY,
    unsigned blockZ, unsigned sharedBytes, void** arguments) {
  std::lock_guard<std::mutex> lock(launching);
  auto found = registry().find(name);
  if (found == registry().end()) {
    return fail(UNKNOWN_KERNEL, std::string("No kernel ") + name + ": expected one of the registered kernels");
  }
  uint64_t size = static_cast<uint64_t>(blockX) * blockY * blockZ;
  uint64_t blocks = static_cast<uint64_t>(gridX) * gridY * gridZ;
  if (size == 0 || size > MAX_THREADS || blocks == 0 || gridY > 65535 || gridZ > 65535 || sharedBytes > MAX_SHARED_BYTES) {
    return fail(BAD_LAUNCH, std::string("Launch of ") + name + ": expected 1 to 1024 threads a block, blocks in every axis and at most "
        + std::to_string(MAX_SHARED_BYTES) + " bytes of shared memory");
  }
  launch = {&found->second, arguments, sharedBytes};
  threads = static_cast<unsigned>(size);
  blockDim = {blockX, blockY, blockZ};
  gridDim = {gridX, gridY, gridZ};
  return run_grid(name);
}

const char* emulated_error() { return error.c_str(); }

int emulated_parameters(const char* kernel, unsigned* sizes, int capacity) {
  auto found = registry().find(kernel);
  if (found == registry().end()) {
    return -1;
  }
  const std::vector<unsigned>& all = found->second.parameterSizes;
  for (size_t i = 0; i < all.size() && i < static_cast<size_t>(capacity); i++) {
    sizes[i] = all[i];
  }
  return static_cast<int>(all.size());
}

const char* emulated_kernel(int index) {
  if (index < 0 || static_cast<size_t>(index) >= registry().size()) {
    return nullptr;
  }
  return std::next(registry().begin(), index)->first.c_str();
}

void emulated_order(unsigned seed) {
  std::lock_guard<std::mutex> lock(launching);
  shuffled = seed != 0;
  random_order.seed(seed);
}
