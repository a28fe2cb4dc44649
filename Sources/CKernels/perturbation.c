#include "perturbation.h"

#include <math.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// Eight perturbations side by side: one register with AVX-512, two with AVX2.
enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef long long mask __attribute__((vector_size(8 * LANES)));

INLINE double largest(const lanes *x) {
  double most = 0;
  for (int i = 0; i < LANES; i++) most = fmax(most, fabs((*x)[i]));
  return most;
}

// exp(x) − 1. Where all lanes are small, the Taylor polynomial whose first term left out is below 2⁻⁵⁷ of the
// result; else the C library.
INLINE void exponential_minus_one(lanes *y, const lanes *x, double most) {
  const lanes v = *x;
  if (most < 0x1p-9) {  // v⁵/720 < 2⁻⁵⁴·v
    *y = v * (1 + v * (1.0 / 2 + v * (1.0 / 6 + v * (1.0 / 24 + v * (1.0 / 120 + v * (1.0 / 720))))));
  } else if (most < 0x1p-3) {
    *y = v * (1 + v * (1.0 / 2 + v * (1.0 / 6 + v * (1.0 / 24 + v * (1.0 / 120 + v * (1.0 / 720 +
         v * (1.0 / 5040 + v * (1.0 / 40320 + v * (1.0 / 362880 + v * (1.0 / 3628800 + v * (1.0 / 39916800)))))))))));
  } else {
    for (int i = 0; i < LANES; i++) (*y)[i] = expm1(v[i]);
  }
}

// log(1 + s) = 2 artanh(s / (2 + s)); the series where it is short, else the C library.
INLINE void logarithm_plus_one(lanes *y, const lanes *s) {
  if (largest(s) < 0x1p-6) {
    const lanes t = *s / (2 + *s), q = t * t;
    *y = 2 * t * (1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9)))));
  } else {
    for (int i = 0; i < LANES; i++) (*y)[i] = log1p((*s)[i]);
  }
}

// Δa = f(z + Δz) − f(z), in place; notes lanes where a ReLU changes sides.
INLINE void activate(lanes *d, double z, double a, int activation, double slope, mask *sides) {
  const lanes zero = {0};
  switch (activation) {
  case GRADUS_IDENTITY: return;
  case GRADUS_RELU: {
    const lanes moved = z + *d;
    const mask on = moved > zero;
    if (z > 0) {
      *sides |= ~on;
      *d = (lanes)(((mask)*d & on) | ((mask)(zero - a) & ~on));
    } else {
      *sides |= on;
      *d = (lanes)((mask)moved & on);
    }
    return;
  }
  case GRADUS_LEAKY_RELU: {
    const lanes moved = z + *d;
    const mask on = moved > zero;
    if (z > 0) {
      *sides |= ~on;
      *d = (lanes)(((mask)*d & on) | ((mask)(slope * moved - a) & ~on));
    } else {
      *sides |= on;
      *d = (lanes)(((mask)(moved - a) & on) | ((mask)(slope * *d) & ~on));
    }
    return;
  }
  case GRADUS_TANH:  // tanh(z+d) − tanh z = t(1 − a²)/(1 + a t), t = tanh d
    for (int i = 0; i < LANES; i++) {
      const double t = tanh((*d)[i]);
      (*d)[i] = t * (1 - a * a) / (1 + a * t);
    }
    return;
  default:  // σ(z+d) − σ(z) = a(1 − a)·e/(1 + a·e), e = exp(d) − 1
    for (int i = 0; i < LANES; i++) {
      const double e = expm1((*d)[i]);
      (*d)[i] = a * (1 - a) * e / (1 + a * e);
    }
  }
}

// out[m] = Σ_k in[k] · W[k, m] for `width` units m from `first`; in ascending k.
#define BLOCK(count)                                                          \
  INLINE void product_##count(lanes *out, const lanes *in, const double *w, int inputs, int outputs) { \
    lanes sum[count];                                                         \
    for (int m = 0; m < count; m++) sum[m] = (lanes){0};                      \
    for (int k = 0; k < inputs; k++) {                                        \
      const lanes v = in[k];                                                  \
      const double *row = w + (long)k * outputs;                              \
      for (int m = 0; m < count; m++) sum[m] += v * row[m];                   \
    }                                                                         \
    for (int m = 0; m < count; m++) out[m] = sum[m];                          \
  }
BLOCK(6)
BLOCK(5)
BLOCK(1)

INLINE void product(lanes *out, const lanes *in, const double *w, int inputs, int outputs) {
  int m = 0;
  for (; (outputs - m) % 5 != 0 && outputs - m >= 6; m += 6) product_6(out + m, in, w + m, inputs, outputs);
  for (; outputs - m >= 5; m += 5) product_5(out + m, in, w + m, inputs, outputs);
  for (; m < outputs; m++) product_1(out + m, in, w + m, inputs, outputs);
}

INLINE void loss_difference(
    lanes *result, const lanes *d, int outputs, const struct gradus_chain *chain, const struct gradus_sample *sample,
    const double *output) {
  lanes sum = {0};
  if (chain->loss == GRADUS_SQUARED_ERROR) {
    for (int c = 0; c < outputs; c++) sum += d[c] * (output[c] - sample->target[c] + d[c] / 2);
    *result = sum;
    return;
  }
  for (int c = 0; c < outputs; c++) {
    lanes e;
    exponential_minus_one(&e, &d[c], largest(&d[c]));
    sum += sample->probabilities[c] * e;
  }
  lanes log;
  logarithm_plus_one(&log, &sum);
  *result = log - d[sample->label];
}

// From Δa of one unit of layer `layer` − 1 (or Δz of all units of the last layer) to the loss.
INLINE void propagate(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int layer, int unit, const lanes *change,
    lanes *result, mask *sides, lanes *here, lanes *next) {
  for (int l = layer; l < chain->depth; l++) {
    const int inputs = chain->widths[l], outputs = chain->widths[l + 1];
    const double *w = chain->weights + chain->weight_offsets[l];
    if (l == layer) {
      const double *row = w + (long)unit * outputs;
      for (int m = 0; m < outputs; m++) next[m] = *change * row[m];
    } else {
      product(next, here, w, inputs, outputs);
    }
    const double *z = sample->z + chain->unit_offsets[l], *a = sample->a + chain->unit_offsets[l];
    const int activation = chain->activations[l];
    if (activation != GRADUS_IDENTITY)
      for (int m = 0; m < outputs; m++) activate(&next[m], z[m], a[m], activation, chain->slopes[l], sides);
    lanes *swap = here;
    here = next;
    next = swap;
  }
  const int last = chain->depth - 1;
  loss_difference(result, here, chain->widths[chain->depth], chain, sample, sample->a + chain->unit_offsets[last]);
}

// One output of the last layer moves alone.
INLINE void last_layer(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int unit, const lanes *change, lanes *result) {
  const lanes d = *change;
  const double *output = sample->a + chain->unit_offsets[chain->depth - 1];
  if (chain->loss == GRADUS_SQUARED_ERROR) {
    *result = d * (output[unit] - sample->target[unit] + d / 2);
    return;
  }
  lanes e, log;
  exponential_minus_one(&e, &d, largest(&d));
  const lanes moved = sample->probabilities[unit] * e;
  logarithm_plus_one(&log, &moved);
  *result = unit == sample->label ? log - d : log;
}

CLONES void gradus_unit_differences(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int layer, int unit, const double *delta,
    long count, double *difference, unsigned char *crossed, double *scratch) {
  lanes *here = (lanes *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
  int widest = 0;
  for (int l = 0; l <= chain->depth; l++) widest = chain->widths[l] > widest ? chain->widths[l] : widest;
  lanes *next = here + widest;
  const double z = sample->z[chain->unit_offsets[layer] + unit], a = sample->a[chain->unit_offsets[layer] + unit];
  const int activation = chain->activations[layer];
  const int isLast = layer == chain->depth - 1;
  // Changes that die at once (a ReLU that is off on both sides) cost nothing: the others are gathered.
  long places[LANES];
  lanes change = {0};
  mask sides = {0};
  int filled = 0;
  for (long i = 0; i < count; i++) {
    const double d = delta[i];
    if (d == 0 || (activation == GRADUS_RELU && z <= 0 && z + d <= 0)) {
      difference[i] = 0;
    } else {
      places[filled] = i;
      change[filled++] = d;
    }
    if (filled == LANES || (i == count - 1 && filled > 0)) {
      for (int k = filled; k < LANES; k++) change[k] = change[0];
      activate(&change, z, a, activation, chain->slopes[layer], &sides);
      lanes result;
      if (isLast)
        last_layer(chain, sample, unit, &change, &result);
      else
        propagate(chain, sample, layer + 1, unit, &change, &result, &sides, here, next);
      for (int k = 0; k < filled; k++) {
        difference[places[k]] = result[k];
        crossed[places[k]] |= sides[k] != 0;
      }
      filled = 0;
      sides = (mask){0};
    }
  }
}

CLONES void gradus_input_differences(
    const struct gradus_chain *chain, const struct gradus_sample *sample, int unit, const double *delta, long count,
    double *difference, unsigned char *crossed, double *scratch) {
  lanes *here = (lanes *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
  int widest = 0;
  for (int l = 0; l <= chain->depth; l++) widest = chain->widths[l] > widest ? chain->widths[l] : widest;
  lanes *next = here + widest;
  for (long start = 0; start < count; start += LANES) {
    const int filled = count - start < LANES ? (int)(count - start) : LANES;
    lanes change;
    for (int k = 0; k < LANES; k++) change[k] = delta[start + (k < filled ? k : 0)];
    mask sides = {0};
    lanes result;
    propagate(chain, sample, 0, unit, &change, &result, &sides, here, next);
    for (int k = 0; k < filled; k++) {
      difference[start + k] = result[k];
      crossed[start + k] |= sides[k] != 0;
    }
  }
}

long gradus_scratch(const struct gradus_chain *chain) {
  int widest = 0;
  for (int l = 0; l <= chain->depth; l++) widest = chain->widths[l] > widest ? chain->widths[l] : widest;
  return 2L * LANES * widest + LANES;
}
