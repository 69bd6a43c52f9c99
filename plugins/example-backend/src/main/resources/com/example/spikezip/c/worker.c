/* Runs a network for a backend: commands of one letter on stdin, answers on stdout, numbers as the
   machine has them. Ends when stdin does. */
#include <stdio.h>
#include <stdlib.h>

static void take(void *to, size_t bytes) {
  if (fread(to, 1, bytes, stdin) != bytes) exit(0);
}

static void give(const void *from, size_t bytes) {
  if (fwrite(from, 1, bytes, stdout) != bytes) exit(1);
}

static void one_step(void) {
  int32_t max_spike;
  int32_t least[DEPTHS];
  take(&max_spike, sizeof max_spike);
  take(least, sizeof least);
  step(least, max_spike);
  for (int l = 0; l < LAYERS; l++) {
    give(&layers[l].settled, sizeof(int32_t));
    give(layers[l].moved, sizeof(int32_t) * (size_t) layers[l].size);
  }
}

int main(void) {
  for (;;) {
    char command;
    take(&command, 1);
    switch (command) {
      case 'R': /* back to rest */
        rest();
        break;
      case 'I': /* inputs follow */
        for (int i = 0; i < INPUTS; i++) take(inputs[i].data, (size_t) inputs[i].bytes);
        break;
      case 'S': /* largest spike and thresholds by depth follow; gives what each neuron did */
        one_step();
        break;
      case 'O': /* gives the outputs */
        for (int i = 0; i < OUTPUTS; i++) give(outputs[i].data, (size_t) outputs[i].bytes);
        break;
      case 'C': /* gives the codes */
        for (int l = 0; l < LAYERS; l++) {
          give(layers[l].codes, sizeof(int32_t) * (size_t) layers[l].size);
        }
        break;
      default:
        return 2;
    }
    fflush(stdout);
  }
}
