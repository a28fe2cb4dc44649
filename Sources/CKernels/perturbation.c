#include "perturbation.h"

#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "products.h"

#pragma STDC FP_CONTRACT OFF

// MARK: Through an activation

// Δa = f(z + Δz) − f(z), in place; notes lanes where a ReLU changes sides. NaN stays NaN.
INLINE void activate(lanes *change, double z, double a, int activation, double slope, mask *sides) {
  const lanes d = *change, zero = {0}, infinite = zero + INFINITY;
  switch (activation) {
  case GRADUS_IDENTITY: return;
  case GRADUS_RELU:
  case GRADUS_LEAKY_RELU: {
    const lanes moved = z + d;
    const mask off = moved <= zero;
    const double below = activation == GRADUS_RELU ? 0 : slope;
    *sides |= z > 0 ? off : ~off;
    *change = z > 0 ? CHOOSE(off, below * moved - a, d) : CHOOSE(off, below * d, moved - a);
    return;
  }
  case GRADUS_TANH: {  // tanh(z+d) − tanh z = t(1 − a²)/(1 + a t), t = tanh d = e/(e + 2), e = exp(2d) − 1
    const lanes twice = 2 * d;
    lanes e;
    exponential_minus_one(&e, &twice);
    const lanes t = CHOOSE(e == infinite, zero + 1, e / (e + 2));
    *change = t * (1 - a * a) / (1 + a * t);
    return;
  }
  default: {  // σ(z+d) − σ(z) = a(1 − a)·e/(1 + a·e), e = exp(d) − 1
    lanes e;
    exponential_minus_one(&e, &d);
    *change = CHOOSE(e == infinite, zero + (1 - a), a * (1 - a) * e / (1 + a * e));
  }
  }
}

// Lanes in which z + Δz lies on the other side of 0 than z, or is NaN.
INLINE void note_crossings(mask *crossing, double z, const lanes *change) {
  const lanes moved = z + *change, zero = {0};
  *crossing |= z > 0 ? ~(mask)(moved > zero) : ~(mask)(moved <= zero);
}

// Whether f consists of straight pieces.
INLINE int is_piecewise_linear(int activation) { return activation <= GRADUS_LEAKY_RELU; }

// The slope of the piece that z lies on.
INLINE double piece(int activation, double slope, double z) {
  if (activation == GRADUS_IDENTITY || z > 0) return 1;
  return activation == GRADUS_RELU ? 0 : slope;
}

// MARK: The layers after a unit, folded

// Δ output = factor · Δa as long as |Δa| < reach.
struct fold {
  double *factors;    // one an output
  double *relative;   // to the factor of the right class (cross-entropy)
  double largest;     // of |factors|
  double reach;       // −1 where nothing can be folded
};

// Folds the layers from `layer` on, for a change of input `unit` of that layer.
INLINE struct fold folded(
    const struct gradus_chain *chain, long sample, int layer, int unit, double *here, double *next) {
  struct fold fold = {.factors = 0, .largest = 0, .reach = INFINITY};
  for (int l = layer; l < chain->depth; l++)
    if (!is_piecewise_linear(chain->activations[l])) {
      fold.reach = -1;
      return fold;
    }
  for (int l = layer; l < chain->depth; l++) {
    const int inputs = chain->widths[l], outputs = chain->widths[l + 1], activation = chain->activations[l];
    if (l == layer) {
      memcpy(next, chain->weights[l] + (long)unit * outputs, sizeof(double) * (size_t)outputs);
    } else {
      for (int m = 0; m < outputs; m++) next[m] = 0;
      for (int k = 0; k < inputs; k++) {
        const double c = here[k], *row = chain->weights[l] + (long)k * outputs;
        if (c == 0) continue;
        for (int m = 0; m < outputs; m++) next[m] += c * row[m];
      }
    }
    if (activation != GRADUS_IDENTITY) {
      const double *z = chain->z[l] + sample * outputs, slope = chain->slopes[l];
      // A unit that does not move has no say: 0/0 is not below anything.
      for (int m = 0; m < outputs; m++) {
        const double distance = fabs(z[m]) / fabs(next[m]);
        fold.reach = distance < fold.reach ? distance : fold.reach;
        next[m] *= piece(activation, slope, z[m]);
      }
    }
    double *swap = here;
    here = next;
    next = swap;
  }
  fold.factors = here;
  fold.relative = next;
  const double right = chain->loss == GRADUS_SOFTMAX_CROSS_ENTROPY ? here[chain->labels[sample]] : 0;
  for (int c = 0; c < chain->widths[chain->depth]; c++) next[c] = here[c] - right;
  // Rounding must not decide: near the change of sides the layers are walked through.
  fold.reach *= 0.99;
  for (int c = 0; c < chain->widths[chain->depth]; c++)
    fold.largest = fabs(here[c]) > fold.largest ? fabs(here[c]) : fold.largest;
  return fold;
}

// MARK: The layers after a unit, one by one

// out[m] = Σ_k in[k] · W[k, m] for `count` units; in ascending k.
#define BLOCK(count)                                                                                   \
  INLINE void product_##count(lanes *out, const lanes *in, const double *w, int inputs, int outputs) { \
    lanes sum[count];                                                                                  \
    for (int m = 0; m < count; m++) sum[m] = (lanes){0};                                               \
    for (int k = 0; k < inputs; k++) {                                                                 \
      const lanes v = in[k];                                                                           \
      const double *row = w + (long)k * outputs;                                                       \
      for (int m = 0; m < count; m++) sum[m] += v * row[m];                                            \
    }                                                                                                  \
    for (int m = 0; m < count; m++) out[m] = sum[m];                                                   \
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

// Δz to Δa, for all units of a layer.
INLINE void activate_layer(const struct gradus_chain *chain, long sample, int layer, lanes *change, mask *sides) {
  const int units = chain->widths[layer + 1], activation = chain->activations[layer];
  const double *z = chain->z[layer] + sample * units, *a = chain->a[layer + 1] + sample * units;
  if (activation == GRADUS_IDENTITY) return;
  for (int m = 0; m < units; m++) activate(&change[m], z[m], a[m], activation, chain->slopes[layer], sides);
}

// From the changes of the units of layer `layer` before its activation, in `here`, to those of the outputs.
INLINE const lanes *walked_from(
    const struct gradus_chain *chain, long sample, int layer, mask *sides, lanes *here, lanes *next) {
  activate_layer(chain, sample, layer, here, sides);
  for (int l = layer + 1; l < chain->depth; l++) {
    product(next, here, chain->weights[l], chain->widths[l], chain->widths[l + 1]);
    activate_layer(chain, sample, l, next, sides);
    lanes *swap = here;
    here = next;
    next = swap;
  }
  return here;
}

// The changes of the outputs for a change of input `unit` of layer `layer`.
INLINE const lanes *walked(
    const struct gradus_chain *chain, long sample, int layer, int unit, const lanes *change, mask *sides, lanes *here,
    lanes *next) {
  const int outputs = chain->widths[layer + 1];
  const double *row = chain->weights[layer] + (long)unit * outputs;
  for (int m = 0; m < outputs; m++) here[m] = *change * row[m];
  return walked_from(chain, sample, layer, sides, here, next);
}

// MARK: Loss

// A difference, and how large the terms are that it is the sum of: rounding is in proportion to these.
struct difference {
  lanes value, size;
};

// Cross-entropy: with p = softmax(y), the loss grows by log Σ p exp(d) − d_label = log(1 + s) with
// s = Σ p (exp(d − d_label) − 1), where the right class drops out. So it keeps its digits when p of the right class is
// nearly 1: neither 1 − p nor a difference of nearly equal numbers occurs.

// The rounding of changes as large as `most` reaches the loss only as far as wrong classes have a share in it.
INLINE void reduce_to_reach(lanes *size, double doubt, const lanes *sum) {
  const lanes share = doubt + MAGNITUDE(*sum), one = (lanes){0} + 1;
  *size *= CHOOSE(share < one, share, one);
}

// The difference of two losses, from the outputs themselves, for changes d[c * stride] · factor, or of output `unit` alone
// where that is not below 0: where a probability is too small for a number, its logarithm is not.
static double difference_of_losses(
    const struct gradus_chain *chain, long sample, int unit, const double *d, long stride, double factor) {
  const int outputs = chain->widths[chain->depth];
  const long label = chain->labels[sample];
  const double *y = chain->a[chain->depth] + sample * outputs;
  double losses[2];
  for (int moved = 0; moved < 2; moved++) {
    double most = -INFINITY, sum = 0, right = 0;
    for (int pass = 0; pass < 2; pass++)
      for (int c = 0; c < outputs; c++) {
        const double change = unit < 0 ? d[c * stride] * factor : c == unit ? *d * factor : 0;
        const double value = moved ? y[c] + change : y[c];
        if (pass == 0) most = fmax(most, value);
        else sum += exp(value - most);
        if (c == label) right = value;
      }
    losses[moved] = most - right + log(sum);
  }
  return losses[1] - losses[0];
}

// log Σ p exp(d) − d_label for one lane, where s is too close to −1 or too large: the largest d goes first.
// The changes are d[c * stride] · factor.
static double logarithm_of_mean(
    const struct gradus_chain *chain, long sample, const double *d, long stride, double factor) {
  const int outputs = chain->widths[chain->depth];
  const double *p = chain->probabilities + sample * outputs;
  double most = -INFINITY, sum = 0;
  for (int c = 0; c < outputs; c++) most = fmax(most, d[c * stride] * factor);
  for (int c = 0; c < outputs; c++) sum += p[c] * exp(d[c * stride] * factor - most);
  const double value = most - d[chain->labels[sample] * stride] * factor + log(sum);
  return isfinite(value) ? value : difference_of_losses(chain, sample, -1, d, stride, factor);
}

// Lanes that need it.
#define IS_EXTREME(sum) (~((mask)((sum) > -0.5) & (mask)((sum) < 0x1p1000)))

// loss(y + d) − loss(y) for changes d of the outputs.
INLINE void loss_of_changes(
    struct difference *loss, const struct gradus_chain *chain, long sample, const lanes *d) {
  const int outputs = chain->widths[chain->depth];
  const long start = sample * outputs;
  lanes sum = {0}, size = {0}, e;
  if (chain->loss == GRADUS_SQUARED_ERROR) {
    const double *y = chain->a[chain->depth] + start, *right = chain->targets + start;
    for (int c = 0; c < outputs; c++) {
      e = d[c] * (y[c] - right[c] + d[c] / 2);
      sum += e;
      size += MAGNITUDE(e);
    }
    loss->value = sum;
    loss->size = size;
    return;
  }
  const double *p = chain->probabilities + start;
  const long label = chain->labels[sample];
  const lanes own = d[label];
  for (int c = 0; c < outputs; c++) {
    size = CHOOSE(MAGNITUDE(d[c]) > size, MAGNITUDE(d[c]), size);
    if (c == label) continue;
    const lanes v = d[c] - own;
    exponential_minus_one(&e, &v);
    sum += p[c] * e;
  }
  logarithm_plus_one(&loss->value, &sum);
  const mask extreme = IS_EXTREME(sum);
  if (any(&extreme))
    for (int k = 0; k < LANES; k++)
      if (extreme[k]) loss->value[k] = logarithm_of_mean(chain, sample, (const double *)d + k, LANES, 1);
  reduce_to_reach(&size, chain->doubts[sample], &sum);
  loss->size = size;
}

// The same for d = change · factors.
INLINE void loss_of_fold(
    struct difference *loss, const struct gradus_chain *chain, long sample, const struct fold *fold, const lanes *change) {
  const int outputs = chain->widths[chain->depth];
  const long start = sample * outputs;
  const double *g = fold->factors;
  const lanes v = *change;
  lanes sum = {0}, size = {0}, e, d;
  if (chain->loss == GRADUS_SQUARED_ERROR) {
    const double *y = chain->a[chain->depth] + start, *right = chain->targets + start;
    for (int c = 0; c < outputs; c++) {
      d = v * g[c];
      e = d * (y[c] - right[c] + d / 2);
      sum += e;
      size += MAGNITUDE(e);
    }
    loss->value = sum;
    loss->size = size;
    return;
  }
  const double *p = chain->probabilities + start;
  const long label = chain->labels[sample];
  size = MAGNITUDE(v) * fold->largest;
  const mask longer = ~(mask)(size < 0x1p-13);
  if (any(&longer)) {
    for (int c = 0; c < outputs; c++) {
      d = v * fold->relative[c];
      exponential_minus_one(&e, &d);
      sum += p[c] * e;
    }
  } else {
    for (int c = 0; c < outputs; c++) {
      d = v * fold->relative[c];
      short_exponential(&e, &d);
      sum += p[c] * e;
    }
  }
  logarithm_plus_one(&loss->value, &sum);
  if (any(&longer)) {
    const mask extreme = IS_EXTREME(sum);
    for (int k = 0; k < LANES; k++)
      if (extreme[k]) loss->value[k] = logarithm_of_mean(chain, sample, g, 1, v[k]);
  }
  reduce_to_reach(&size, chain->doubts[sample], &sum);
  loss->size = size;
}

// loss_of_fold for the changes v, −v and v/2 at once, short ones: the terms of the exponential's series are shared.
INLINE void losses_of_fold(
    struct difference *losses, const struct gradus_chain *chain, long sample, const struct fold *fold, const lanes *change) {
  const int outputs = chain->widths[chain->depth];
  const double *p = chain->probabilities + sample * outputs;
  const lanes v = *change;
  lanes first = {0}, second = {0}, third = {0}, fourth = {0};
  for (int c = 0; c < outputs; c++) {
    const lanes d = v * fold->relative[c];
    lanes term = p[c] * d;
    first += term;
    term *= d;
    second += term;
    term *= d;
    third += term;
    fourth += term * d;
  }
  const lanes odd = first + third * (1.0 / 6), even = second * (1.0 / 2) + fourth * (1.0 / 24);
  const lanes sums[3] = {
    even + odd, even - odd,
    first * (1.0 / 2) + (second * (1.0 / 8) + (third * (1.0 / 48) + fourth * (1.0 / 384)))};
  for (int r = 0; r < 3; r++) short_logarithm(&losses[r].value, &sums[r]);
  // The wide changes reach nearly the same; the larger bound is good for both.
  const lanes wide = MAGNITUDE(first) + MAGNITUDE(second);
  lanes size = MAGNITUDE(v) * fold->largest;
  reduce_to_reach(&size, chain->doubts[sample], &wide);
  losses[0].size = losses[1].size = size;
  losses[2].size = size * (1.0 / 2);
}

// The same where one output moves alone.
INLINE void loss_of_output(
    struct difference *loss, const struct gradus_chain *chain, long sample, int unit, const lanes *d) {
  const long place = sample * chain->widths[chain->depth] + unit;
  if (chain->loss == GRADUS_SQUARED_ERROR) {
    loss->value = *d * (chain->a[chain->depth][place] - chain->targets[place] + *d / 2);
    loss->size = MAGNITUDE(loss->value);
    return;
  }
  const int is_right = unit == chain->labels[sample];
  const double p = chain->probabilities[place];
  // What the change is relative to: the right output against all others, another one against the right one.
  const lanes v = is_right ? -*d : *d;
  const double share = is_right ? chain->doubts[sample] : p;
  lanes e;
  exponential_minus_one(&e, &v);
  e *= share;
  logarithm_plus_one(&loss->value, &e);
  const mask extreme = IS_EXTREME(e);
  if (any(&extreme)) {
    // All other outputs stay where they are.
    double rest = 0;
    for (long c = 0; c < chain->widths[chain->depth]; c++)
      if ((c == unit) == is_right) rest += chain->probabilities[place - unit + c];
    for (int k = 0; k < LANES; k++) {
      if (!extreme[k]) continue;
      const double own = v[k] > 0 ? v[k] + log(share + rest * exp(-v[k])) : log(rest + share * exp(v[k]));
      loss->value[k] = isfinite(own) ? own : difference_of_losses(chain, sample, unit, (const double *)d + k, 1, 1);
    }
  }
  loss->size = is_right ? MAGNITUDE(*d) : CHOOSE(MAGNITUDE(e) > MAGNITUDE(loss->value), MAGNITUDE(e), MAGNITUDE(loss->value));
  if (is_right) reduce_to_reach(&loss->size, share, &e);
}

// What a change of input `unit` of layer `layer` does to the loss of a sample.
INLINE void loss_of_unit(
    struct difference *loss, const struct gradus_chain *chain, long sample, int layer, int unit, const struct fold *fold,
    const lanes *change, mask *sides, lanes *here, lanes *next) {
  const mask far = ~(mask)(MAGNITUDE(*change) < fold->reach);
  if (!any(&far)) {
    loss_of_fold(loss, chain, sample, fold, change);
    return;
  }
  mask own = {0};
  struct difference slow;
  loss_of_changes(&slow, chain, sample, walked(chain, sample, layer, unit, change, &own, here, next));
  if (fold->reach < 0) {
    *loss = slow;
  } else {
    loss_of_fold(loss, chain, sample, fold, change);
    loss->value = CHOOSE(far, slow.value, loss->value);
    loss->size = CHOOSE(far, slow.size, loss->size);
  }
  *sides |= own & far;
}

// The same for three changes of each lane. Lanes with the changes v, −v and v/2 share what they can, be the
// neighbours what they are.
INLINE void losses_of_unit(
    struct difference *losses, const struct gradus_chain *chain, long sample, int layer, int unit, const struct fold *fold,
    const lanes *changes, mask *sides, lanes *here, lanes *next) {
  const lanes v = changes[0], size = MAGNITUDE(v);
  const mask shared = (mask)(changes[1] == -v) & (mask)(2 * changes[2] == v) & (mask)(size < fold->reach)
    & (mask)(size * fold->largest < 0x1p-14);
  if (chain->loss != GRADUS_SOFTMAX_CROSS_ENTROPY || !any(&shared)) {
    for (int r = 0; r < 3; r++)
      loss_of_unit(&losses[r], chain, sample, layer, unit, fold, &changes[r], &sides[r], here, next);
    return;
  }
  losses_of_fold(losses, chain, sample, fold, changes);
  const mask others = ~shared;
  if (!any(&others)) return;
  for (int r = 0; r < 3; r++) {
    struct difference own;
    loss_of_unit(&own, chain, sample, layer, unit, fold, &changes[r], &sides[r], here, next);
    losses[r].value = CHOOSE(shared, losses[r].value, own.value);
    losses[r].size = CHOOSE(shared, losses[r].size, own.size);
  }
}

// MARK: Entrances

// Room for a fold and for the lanes of two layers.
struct room {
  double *fold[2];
  lanes *walk[2];
};

INLINE int widest(const struct gradus_chain *chain) {
  int most = 0;
  for (int l = 0; l <= chain->depth; l++) most = chain->widths[l] > most ? chain->widths[l] : most;
  return (most + LANES - 1) / LANES * LANES;
}

long gradus_chain_scratch(const struct gradus_chain *chain) { return 2L * (LANES + 1) * widest(chain) + LANES; }

INLINE struct room room_in(double *scratch, const struct gradus_chain *chain) {
  const int width = widest(chain);
  double *start = (double *)(((uintptr_t)scratch + 63) & ~(uintptr_t)63);
  lanes *walk = (lanes *)(start + 2 * width);
  return (struct room){.fold = {start, start + width}, .walk = {walk, walk + width}};
}

// gradus_unit_differences, `together` rows at a time; a constant, so that loops over them vanish.
INLINE void differences_of_unit(
    const struct gradus_chain *chain, int layer, int unit, const double *factors, const double *steps, long rows,
    long count, long stride, double *differences, double *sizes, unsigned char *crossed, double *scratch,
    const int together) {
  const struct room room = room_in(scratch, chain);
  const int width = chain->widths[layer + 1], activation = chain->activations[layer];
  const int is_last = layer == chain->depth - 1;
  const double slope = chain->slopes[layer];
  for (long n = 0; n < chain->samples; n++) {
    const double z = chain->z[layer][n * width + unit], a = chain->a[layer + 1][n * width + unit];
    const double *x = factors + n * count;
    struct fold fold = {0};
    int is_folded = 0;
    for (long r = 0; r < rows * stride; r += together * stride)
      for (long i = 0; i < count; i += LANES) {
        lanes changes[3];
        mask sides[3] = {0}, crossing = {0};
        for (int t = 0; t < together; t++) {
          changes[t] = *(const loose *)(steps + r + t * stride + i) * *(const loose *)(x + i);
          note_crossings(&crossing, z, &changes[t]);
        }
        if (activation == GRADUS_RELU && !any(&crossing)) {
          // A ReLU that is off on all sides stops the changes at once; one that is on lets them pass.
          if (z <= 0) continue;
        } else {
          for (int t = 0; t < together; t++) activate(&changes[t], z, a, activation, slope, &sides[t]);
        }
        struct difference losses[3];
        if (is_last) {
          for (int t = 0; t < together; t++) loss_of_output(&losses[t], chain, n, unit, &changes[t]);
        } else {
          if (!is_folded) fold = folded(chain, n, layer + 1, unit, room.fold[0], room.fold[1]);
          is_folded = 1;
          if (together == 3)
            losses_of_unit(losses, chain, n, layer + 1, unit, &fold, changes, sides, room.walk[0], room.walk[1]);
          else
            loss_of_unit(&losses[0], chain, n, layer + 1, unit, &fold, &changes[0], &sides[0], room.walk[0], room.walk[1]);
        }
        for (int t = 0; t < together; t++) {
          const long place = r + t * stride + i;
          *(loose *)(differences + place) += losses[t].value;
          if (sizes) *(loose *)(sizes + place) += losses[t].size;
          if (crossed && any(&sides[t]))
            for (int k = 0; k < LANES; k++) crossed[place + k] |= sides[t][k] != 0;
        }
      }
  }
}

CLONES void gradus_unit_differences(
    const struct gradus_chain *chain, int layer, int unit, const double *factors, const double *steps, long rows,
    long count, long stride, double *differences, double *sizes, unsigned char *crossed, double *scratch) {
  const long all = rows * stride;
  const double share = 1 / (double)chain->samples;
  for (long r = 0; r < all; r += stride) {
    memset(differences + r, 0, sizeof(double) * (size_t)count);
    if (sizes) memset(sizes + r, 0, sizeof(double) * (size_t)count);
    if (crossed) memset(crossed + r, 0, (size_t)count);
  }
  // Rows are taken in threes where they come in threes.
  if (rows % 3 == 0)
    differences_of_unit(
        chain, layer, unit, factors, steps, rows, count, stride, differences, sizes, crossed, scratch, 3);
  else
    differences_of_unit(
        chain, layer, unit, factors, steps, rows, count, stride, differences, sizes, crossed, scratch, 1);
  for (long r = 0; r < all; r += stride) {
    for (long i = r; i < r + count; i++) differences[i] *= share;
    for (long i = r; sizes && i < r + count; i++) sizes[i] *= share;
  }
}

CLONES void gradus_input_differences(
    const struct gradus_chain *chain, long sample, int input, const double *steps, long count, double *differences,
    double *sizes, unsigned char *crossed, double *scratch) {
  const struct room room = room_in(scratch, chain);
  const double share = 1 / (double)chain->samples;
  const struct fold fold = folded(chain, sample, 0, input, room.fold[0], room.fold[1]);
  for (long start = 0; start < count; start += LANES) {
    const int filled = count - start < LANES ? (int)(count - start) : LANES;
    lanes change = {0};
    for (int k = 0; k < filled; k++) change[k] = steps[start + k];
    mask sides = {0};
    struct difference loss;
    loss_of_unit(&loss, chain, sample, 0, input, &fold, &change, &sides, room.walk[0], room.walk[1]);
    for (int k = 0; k < filled; k++) {
      differences[start + k] = loss.value[k] * share;
      if (sizes) sizes[start + k] = loss.size[k] * share;
      if (crossed) crossed[start + k] = sides[k] != 0;
    }
  }
}

// MARK: A direction

CLONES static void differences_along(
    const struct gradus_chain *chain, int layer, const double *moves, const double *steps, long count,
    double *differences, double *scratch) {
  const struct room room = room_in(scratch, chain);
  const int units = chain->widths[layer + 1];
  for (long start = 0; start < count; start += LANES) {
    const int filled = count - start < LANES ? (int)(count - start) : LANES;
    lanes step = {0}, sum = {0};
    for (int k = 0; k < filled; k++) step[k] = steps[start + k];
    for (long n = 0; n < chain->samples; n++) {
      lanes *here = room.walk[0];
      for (int m = 0; m < units; m++) here[m] = step * moves[n * units + m];
      mask sides = {0};
      struct difference loss;
      loss_of_changes(&loss, chain, n, walked_from(chain, n, layer, &sides, here, room.walk[1]));
      sum += loss.value;
    }
    for (int k = 0; k < filled; k++) differences[start + k] = sum[k] / (double)chain->samples;
  }
}

int gradus_direction_differences(
    const struct gradus_chain *chain, int layer, enum gradus_array array, const double *direction,
    const double *steps, long count, double *differences) {
  const long inputs = chain->widths[layer], units = chain->widths[layer + 1], all = chain->samples * units;
  double *moves = malloc(sizeof(double) * (size_t)(all + gradus_chain_scratch(chain)));
  if (!moves) return 0;
  // What the direction moves every unit of the layer by, for a step of 1.
  switch (array) {
  case GRADUS_INPUT:
    gradus_product_d(direction, chain->weights[layer], moves, chain->samples, inputs, units, 0);
    break;
  case GRADUS_WEIGHTS:
    gradus_product_d(chain->a[layer], direction, moves, chain->samples, inputs, units, 0);
    break;
  case GRADUS_BIASES:
    for (long n = 0; n < chain->samples; n++) memcpy(moves + n * units, direction, sizeof(double) * (size_t)units);
    break;
  }
  differences_along(chain, layer, moves, steps, count, differences, moves + all);
  free(moves);
  return 1;
}
