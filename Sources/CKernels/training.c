#include "training.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "perturbation.h"

#pragma STDC FP_CONTRACT OFF

INLINE long padded(long width) { return (width + GRADUS_LANES - 1) / GRADUS_LANES * GRADUS_LANES; }

INLINE lanes *at(double *x) { return (lanes *)__builtin_assume_aligned(x, 64); }

// The heart: one vector of columns for each of four rows of A · B, summed over k in ascending order. A is read as
// a[row * down + k * along], so that one tile serves A and its transpose.
INLINE void tile(
    lanes sum[GRADUS_TILE], const double *a, long down, long along, const double *b, long stride, long inner) {
  lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
  const double *a1 = a + down, *a2 = a1 + down, *a3 = a2 + down;
  for (long k = 0; k < inner; k++) {
    const lanes v = *(const lanes *)(b + k * stride);
    s0 += a[k * along] * v;
    s1 += a1[k * along] * v;
    s2 += a2[k * along] * v;
    s3 += a3[k * along] * v;
  }
  sum[0] = s0;
  sum[1] = s1;
  sum[2] = s2;
  sum[3] = s3;
}

INLINE double activation_value(int activation, double slope, double z) {
  switch (activation) {
  case GRADUS_LEAKY_RELU: return z > 0 ? z : slope * z;
  case GRADUS_TANH: return tanh(z);
  default: return logistic(z);
  }
}

INLINE double activation_slope(int activation, double slope, double z, double a) {
  switch (activation) {
  case GRADUS_LEAKY_RELU: return z > 0 ? 1 : slope;
  case GRADUS_TANH: {
    const double c = cosh(z);
    return isfinite(c) ? 1 / (c * c) : 0;
  }
  default: return a * logistic(-z);
  }
}

// a_{l+1} = f(a_l · W_l + b_l).
INLINE void forward(const struct gradus_training *t, int l, long count) {
  const long inputs = t->widths[l], outputs = t->widths[l + 1], down = padded(inputs), stride = padded(outputs);
  const int activation = t->activations[l];
  const int keeps_sums = activation != GRADUS_IDENTITY && activation != GRADUS_RELU;
  double *target = keeps_sums ? t->sums[l] : t->units[l + 1];
  for (long j = 0; j < stride; j += GRADUS_LANES) {
    const lanes bias = *at(t->biases[l] + j);
    for (long n = 0; n < count; n += GRADUS_TILE) {
      lanes sum[GRADUS_TILE];
      tile(sum, t->units[l] + n * down, down, 1, t->weights[l] + j, stride, inputs);
      for (int r = 0; r < GRADUS_TILE; r++) {
        const lanes z = sum[r] + bias;
        // Not max(z, 0): NaN stays NaN.
        *at(target + (n + r) * stride + j) =
            activation == GRADUS_RELU ? (lanes)((mask)z & ~(mask)(z <= (lanes){0})) : z;
      }
    }
  }
  if (!keeps_sums) return;
  for (long n = 0; n < count; n++)
    for (long j = 0; j < outputs; j++)
      t->units[l + 1][n * stride + j] = activation_value(activation, t->slopes[l], target[n * stride + j]);
}

// Multiplies gradients by f′ of layer l, in place.
INLINE void through_activation(const struct gradus_training *t, int l, double *gradient, long count) {
  const long outputs = t->widths[l + 1], stride = padded(outputs);
  const int activation = t->activations[l];
  if (activation == GRADUS_IDENTITY) return;
  if (activation == GRADUS_RELU) {
    const lanes zero = {0}, one = zero + 1;
    for (long place = 0; place < count * stride; place += GRADUS_LANES)
      *at(gradient + place) *= (lanes)((mask)one & (mask)(*at(t->units[l + 1] + place) > zero));
    return;
  }
  for (long n = 0; n < count; n++)
    for (long place = n * stride; place < n * stride + outputs; place++)
      gradient[place] *=
          activation_slope(activation, t->slopes[l], t->sums[l][place], t->units[l + 1][place]);
}

// The losses of the batch, added up, and the gradient of their mean.
INLINE double squared_error(const struct gradus_training *t, const long *rows, long count, double *gradient) {
  const long outputs = t->widths[t->depth], stride = padded(outputs);
  const double share = 1 / (double)count;
  double sum = 0;
  for (long n = 0; n < count; n++) {
    const double *y = t->units[t->depth] + n * stride, *right = t->targets + rows[n] * outputs;
    double loss = 0;
    for (long j = 0; j < outputs; j++) {
      const double error = y[j] - right[j];
      loss += error * error / 2;
      gradient[n * stride + j] = error * share;
    }
    for (long j = outputs; j < stride; j++) gradient[n * stride + j] = 0;
    sum += loss;
  }
  return sum;
}

INLINE double softmax_cross_entropy(
    const struct gradus_training *t, const long *rows, long count, double *gradient) {
  const long outputs = t->widths[t->depth], stride = padded(outputs);
  const double samples = (double)count;
  double sum = 0;
  for (long n = 0; n < count; n++) {
    const double *z = t->units[t->depth] + n * stride;
    double *p = gradient + n * stride;
    const long label = t->labels[rows[n]];
    double largest = z[0], all = 0, others = 0, wrong = 0;
    long best = 0;
    for (long j = 1; j < outputs; j++) {
      best = z[j] > largest ? j : best;
      largest = z[j] > largest ? z[j] : largest;
    }
    for (long j = 0; j < outputs; j++) p[j] = exp(z[j] - largest);
    for (long j = 0; j < outputs; j++) {
      all += p[j];
      others += j == best ? 0 : p[j];
    }
    for (long j = outputs; j < stride; j++) p[j] = 0;
    sum += log1p(others) + (largest - z[label]);
    for (long j = 0; j < stride; j += GRADUS_LANES) *at(p + j) /= all;
    for (long j = 0; j < outputs; j++) wrong += j == label ? 0 : p[j];
    for (long j = 0; j < stride; j += GRADUS_LANES) *at(p + j) /= samples;
    p[label] = -wrong / samples;
  }
  return sum;
}

// The transpose of a block of 8 × 8 numbers: neighbours, then pairs, then halves are exchanged.
INLINE void transpose(double *from, long stride, double *to, long to_stride) {
  lanes x[GRADUS_LANES], y[GRADUS_LANES];
  for (int r = 0; r < 8; r++) x[r] = *at(from + r * stride);
  for (int r = 0; r < 8; r += 2) {
    y[r] = __builtin_shufflevector(x[r], x[r + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    y[r + 1] = __builtin_shufflevector(x[r], x[r + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int r = 0; r < 8; r += r % 2 ? 3 : 1) {
    x[r] = __builtin_shufflevector(y[r], y[r + 2], 0, 1, 8, 9, 4, 5, 12, 13);
    x[r + 2] = __builtin_shufflevector(y[r], y[r + 2], 2, 3, 10, 11, 6, 7, 14, 15);
  }
  for (int r = 0; r < 4; r++) {
    *at(to + r * to_stride) = __builtin_shufflevector(x[r], x[r + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *at(to + (r + 4) * to_stride) = __builtin_shufflevector(x[r], x[r + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// ∂C/∂a_l = g · W_lᵀ.
INLINE void backward(const struct gradus_training *t, int l, const double *gradient, double *below, long count) {
  const long inputs = t->widths[l], outputs = t->widths[l + 1], stride = padded(outputs), down = padded(inputs);
  double *w = t->weights[l], *transposed = t->transposed[l];
  for (long i = 0; i < down; i += GRADUS_LANES)
    for (long j = 0; j < stride; j += GRADUS_LANES)
      transpose(w + i * stride + j, stride, transposed + j * down + i, down);
  for (long i = 0; i < down; i += GRADUS_LANES)
    for (long n = 0; n < count; n += GRADUS_TILE) {
      lanes sum[GRADUS_TILE];
      tile(sum, gradient + n * stride, stride, 1, transposed + i, down, outputs);
      for (int r = 0; r < GRADUS_TILE; r++) *at(below + (n + r) * down + i) = sum[r];
    }
}

// One vector of parameters, moved by its gradient.
INLINE void move(
    const struct gradus_training *t, double *parameter, double *last, const lanes *slope, lanes *gradients,
    lanes *steps) {
  const lanes before = *at(parameter), gradient = *slope;
  lanes after;
  if (t->momentum != 0) {
    const lanes step = t->momentum * *at(last) - t->rate * gradient;
    *at(last) = step;
    after = before + step;
  } else {
    after = before - t->rate * gradient;
  }
  *at(parameter) = after;
  *gradients += gradient * gradient;
  *steps += (after - before) * (after - before);
}

INLINE double total(const lanes *x) {
  double sum = 0;
  for (int i = 0; i < GRADUS_LANES; i++) sum += (*x)[i];
  return sum;
}

// W_l and b_l, moved by ∂C/∂W_l = a_lᵀ · g + λ W_l and ∂C/∂b_l = Σ_n g.
INLINE void update(const struct gradus_training *t, int l, const double *gradient, long count, double *squares) {
  const long inputs = t->widths[l], stride = padded(t->widths[l + 1]), down = padded(inputs);
  lanes gradients = {0}, steps = {0};
  for (long j = 0; j < stride; j += GRADUS_LANES)
    for (long i = 0; i < inputs; i += GRADUS_TILE) {
      lanes sum[GRADUS_TILE];
      tile(sum, t->units[l] + i, 1, down, gradient + j, stride, count);
      for (int r = 0; r < GRADUS_TILE; r++) {
        const long place = (i + r) * stride + j;
        if (t->regularization != 0) sum[r] += t->regularization * *at(t->weights[l] + place);
        move(t, t->weights[l] + place, t->weight_steps[l] + place, &sum[r], &gradients, &steps);
      }
    }
  if (squares) {
    squares[4 * l] = total(&gradients);
    squares[4 * l + 1] = total(&steps);
  }
  gradients = steps = (lanes){0};
  for (long j = 0; j < stride; j += GRADUS_LANES) {
    lanes sum = {0};
    for (long n = 0; n < count; n++) sum += *(const lanes *)(gradient + n * stride + j);
    move(t, t->biases[l] + j, t->bias_steps[l] + j, &sum, &gradients, &steps);
  }
  if (squares) {
    squares[4 * l + 2] = total(&gradients);
    squares[4 * l + 3] = total(&steps);
  }
}

CLONES double gradus_training_step(struct gradus_training *t, const long *rows, long count, double *squares) {
  const long features = t->widths[0], down = padded(features);
  for (long n = 0; n < count; n++)
    memcpy(t->units[0] + n * down, t->inputs + rows[n] * features, sizeof(double) * (size_t)features);
  for (int l = 0; l < t->depth; l++) forward(t, l, count);
  double *gradient = t->gradients[0], *below = t->gradients[1];
  const double sum = t->loss == GRADUS_SQUARED_ERROR ? squared_error(t, rows, count, gradient)
                                                     : softmax_cross_entropy(t, rows, count, gradient);
  for (int l = t->depth - 1; l >= 0; l--) {
    through_activation(t, l, gradient, count);
    if (l > 0) backward(t, l, gradient, below, count);
    update(t, l, gradient, count, squares);
    double *swap = gradient;
    gradient = below;
    below = swap;
  }
  return sum / (double)count;
}

// Buffers one after the other in one block; without a block only their sizes are added up.
struct block {
  char *start;
  size_t used;
};

static void *take(struct block *block, long count, size_t size) {
  char *place = block->start ? block->start + block->used : 0;
  block->used += ((size_t)count * size + 63) / 64 * 64;
  return place;
}

static void lay_out(struct block *block, struct gradus_training *t, const int *widths, long samples, long batch) {
  const int depth = t->depth;
  const long rows = (batch + GRADUS_TILE - 1) / GRADUS_TILE * GRADUS_TILE;
  double ***lists[] = {&t->weights, &t->transposed, &t->biases, &t->weight_steps, &t->bias_steps, &t->units, &t->sums};
  const int kinds = sizeof lists / sizeof *lists;
  for (int i = 0; i < kinds; i++) *lists[i] = take(block, depth + 1, sizeof(double *));
  t->widths = take(block, depth + 1, sizeof(int));
  t->activations = take(block, depth, sizeof(int));
  t->slopes = take(block, depth, sizeof(double));
  long widest = 0;
  for (int l = 0; l <= depth; l++) {
    const long above = l < depth ? padded(widths[l + 1]) : 0, width = padded(widths[l]);
    const long sizes[] = {width * above, width * above, above, width * above, above, rows * width, rows * above};
    for (int i = 0; i < kinds; i++) {
      double *buffer = take(block, sizes[i], sizeof(double));
      if (block->start) (*lists[i])[l] = buffer;
    }
    widest = width > widest ? width : widest;
  }
  for (int i = 0; i < 2; i++) t->gradients[i] = take(block, rows * widest, sizeof(double));
  t->inputs = take(block, samples * widths[0], sizeof(double));
  t->targets = take(block, samples * widths[depth], sizeof(double));
  t->labels = take(block, samples, sizeof(long));
}

struct gradus_training *gradus_training_create(int depth, const int *widths, long samples, long batch) {
  struct gradus_training layout = {.depth = depth};
  struct block block = {0};
  take(&block, 1, sizeof layout);
  lay_out(&block, &layout, widths, samples, batch);
  struct block filled = {aligned_alloc(64, block.used), 0};
  if (!filled.start) return 0;
  memset(filled.start, 0, block.used);
  struct gradus_training *t = take(&filled, 1, sizeof layout);
  *t = layout;
  lay_out(&filled, t, widths, samples, batch);
  memcpy(t->widths, widths, sizeof(int) * (size_t)(depth + 1));
  return t;
}

void gradus_training_destroy(struct gradus_training *training) { free(training); }

void gradus_training_load(struct gradus_training *t, int l, const double *weights, const double *bias) {
  const long inputs = t->widths[l], outputs = t->widths[l + 1], stride = padded(outputs);
  for (long i = 0; i < inputs; i++)
    memcpy(t->weights[l] + i * stride, weights + i * outputs, sizeof(double) * (size_t)outputs);
  memcpy(t->biases[l], bias, sizeof(double) * (size_t)outputs);
}

void gradus_training_store(const struct gradus_training *t, int l, double *weights, double *bias) {
  const long inputs = t->widths[l], outputs = t->widths[l + 1], stride = padded(outputs);
  for (long i = 0; i < inputs; i++)
    memcpy(weights + i * outputs, t->weights[l] + i * stride, sizeof(double) * (size_t)outputs);
  memcpy(bias, t->biases[l], sizeof(double) * (size_t)outputs);
}
