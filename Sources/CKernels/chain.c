// The memory of a chain, and its forward pass.

#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "perturbation.h"
#include "products.h"

// MARK: The forward pass

static double activation_value(int activation, double slope, double z) {
  switch (activation) {
  case GRADUS_IDENTITY: return z;
  case GRADUS_RELU: return z <= 0 ? 0 : z;
  case GRADUS_LEAKY_RELU: return z > 0 ? z : slope * z;
  case GRADUS_TANH: return tanh(z);
  default: return logistic(z);
  }
}

// p = softmax(y) of each sample, the largest y subtracted first, and what the wrong classes have of it: a sum, since
// 1 − p loses its digits where p is nearly 1.
static void softmax(struct gradus_chain *chain) {
  const int outputs = chain->widths[chain->depth];
  for (long n = 0; n < chain->samples; n++) {
    const double *y = chain->a[chain->depth] + n * outputs;
    double *p = chain->probabilities + n * outputs, most = y[0], sum = 0;
    for (int c = 1; c < outputs; c++) most = y[c] > most ? y[c] : most;
    for (int c = 0; c < outputs; c++) sum += p[c] = exp(y[c] - most);
    double doubt = 0;
    for (int c = 0; c < outputs; c++) {
      p[c] /= sum;
      if (c != chain->labels[n]) doubt += p[c];
    }
    chain->doubts[n] = doubt;
  }
}

void gradus_chain_forward(struct gradus_chain *chain) {
  for (int l = 0; l < chain->depth; l++) {
    const long inputs = chain->widths[l], outputs = chain->widths[l + 1];
    double *z = chain->z[l], *a = chain->a[l + 1];
    gradus_product_d(chain->a[l], chain->weights[l], z, chain->samples, inputs, outputs, 0);
    for (long n = 0; n < chain->samples; n++)
      for (long m = 0; m < outputs; m++) {
        const long place = n * outputs + m;
        z[place] += chain->biases[l][m];
        a[place] = activation_value(chain->activations[l], chain->slopes[l], z[place]);
      }
  }
  if (chain->loss == GRADUS_SOFTMAX_CROSS_ENTROPY) softmax(chain);
}

// MARK: Memory

// Buffers one after the other in one block; without a block only their sizes are added up.
static void *take(char *block, size_t *used, long count, size_t size) {
  char *place = block ? block + *used : 0;
  *used += ((size_t)count * size + 63) / 64 * 64;
  return place;
}

static size_t lay_out(char *block, struct gradus_chain *chain, const int *widths) {
  const int depth = chain->depth;
  const long samples = chain->samples;
  size_t used = 0;
  take(block, &used, 1, sizeof *chain);
  double ***lists[] = {&chain->weights, &chain->biases, &chain->z, &chain->a};
  for (int i = 0; i < 4; i++) *lists[i] = take(block, &used, depth + 1, sizeof(double *));
  chain->widths = take(block, &used, depth + 1, sizeof(int));
  chain->activations = take(block, &used, depth, sizeof(int));
  chain->slopes = take(block, &used, depth, sizeof(double));
  for (int l = 0; l <= depth; l++) {
    const long above = l < depth ? widths[l + 1] : 0;
    const long sizes[] = {widths[l] * above, above, samples * above, samples * widths[l]};
    for (int i = 0; i < 4; i++) {
      double *buffer = take(block, &used, sizes[i], sizeof(double));
      if (block) (*lists[i])[l] = buffer;
    }
  }
  chain->probabilities = take(block, &used, samples * widths[depth], sizeof(double));
  chain->doubts = take(block, &used, samples, sizeof(double));
  chain->targets = take(block, &used, samples * widths[depth], sizeof(double));
  chain->labels = take(block, &used, samples, sizeof(long));
  return used;
}

struct gradus_chain *gradus_chain_create(int depth, const int *widths, long samples) {
  struct gradus_chain layout = {.depth = depth, .samples = samples};
  const size_t size = lay_out(0, &layout, widths);
  char *block = aligned_alloc(64, size);
  if (!block) return 0;
  struct gradus_chain *chain = (struct gradus_chain *)block;
  *chain = layout;
  lay_out(block, chain, widths);
  memcpy(chain->widths, widths, sizeof(int) * (size_t)(depth + 1));
  return chain;
}

void gradus_chain_destroy(struct gradus_chain *chain) { free(chain); }
