// Changes of many parameters of a layer, laid out for the lanes of gradus_unit_differences.

#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "perturbation.h"

// MARK: Some parameters of a layer

// Elements that lead to one unit, one after the other.
struct run {
  int unit;
  long length;    // elements
  int is_flat;    // too few elements to fill the lanes: all rows stand in one
  long count;     // length of a row for the kernel
};

// Where the kernel's rows for some elements begin.
INLINE long kernel_row(const struct run *run, long row) { return row * (run->is_flat ? run->length : run->count); }

// The first run of some elements; `inputs` receives the input that each of them multiplies (a bias multiplies none).
static struct run run_at(const long *elements, long left, long units, long rows, long *inputs) {
  struct run run = {.unit = (int)(elements[0] % units)};
  for (; run.length < left; run.length++) {
    const long input = elements[run.length] / units;
    if (elements[run.length] - input * units != run.unit) break;
    inputs[run.length] = input;
  }
  // Rows in threes share their work and stay apart.
  run.is_flat = run.length < LANES && rows % 3 != 0;
  const long numbers = run.is_flat ? run.length * rows : run.length;
  run.count = (numbers + LANES - 1) / LANES * LANES;
  return run;
}

// For each sample the inputs that the changed weights multiply; 1 for a bias.
static void gather_factors(
    const struct gradus_chain *chain, int layer, int is_bias, const struct run *run, long rows, const long *inputs,
    double *factors) {
  const long width = chain->widths[layer], repeats = run->is_flat ? rows : 1;
  for (long n = 0; n < chain->samples; n++) {
    double *row = factors + n * run->count;
    const double *x = chain->a[layer] + n * width;
    for (long r = 0; r < repeats; r++)
      for (long i = 0; i < run->length; i++) row[r * run->length + i] = is_bias ? 1 : x[inputs[i]];
    for (long i = repeats * run->length; i < run->count; i++) row[i] = 0;
  }
}

// Whether a run multiplies the inputs of the one before.
static int has_same_factors(
    const struct run *run, const struct run *before, int is_bias, const long *inputs, const long *earlier) {
  return run->length == before->length && run->is_flat == before->is_flat
    && (is_bias || !memcmp(inputs, earlier, sizeof(long) * (size_t)run->length));
}

int gradus_parameter_differences(
    const struct gradus_chain *chain, int layer, int is_bias, const long *elements, long count, const double *steps,
    long rows, double *differences, double *sizes, unsigned char *crossed) {
  const long units = chain->widths[layer + 1], most = count + rows * LANES + LANES, all = rows * (most + LANES);
  const long needed = chain->samples * most + 3 * all + gradus_chain_scratch(chain);
  double *factors = malloc((sizeof(double) * (size_t)needed) + sizeof(long) * 2 * (size_t)count + (size_t)all);
  if (!factors) return 0;
  double *changes = factors + chain->samples * most, *values = changes + all, *terms = values + all;
  double *scratch = terms + all;
  long *inputs = (long *)(factors + needed), *earlier = inputs + count;
  unsigned char *sides = (unsigned char *)(earlier + count);
  struct run before = {0};
  for (long start = 0; start < count; start += before.length) {
    const struct run run = run_at(elements + start, count - start, units, rows, inputs);
    if (start == 0 || !has_same_factors(&run, &before, is_bias, inputs, earlier))
      gather_factors(chain, layer, is_bias, &run, rows, inputs, factors);
    if (run.length == run.count && !run.is_flat) {
      // Whole vectors are read and written where they are.
      gradus_unit_differences(
          chain, layer, run.unit, factors, steps + start, rows, run.count, count, differences + start, sizes + start,
          crossed + start, scratch);
    } else {
      memset(changes, 0, sizeof(double) * (size_t)(run.is_flat ? run.count : rows * run.count));
      for (long r = 0; r < rows; r++)
        memcpy(changes + kernel_row(&run, r), steps + r * count + start, sizeof(double) * (size_t)run.length);
      gradus_unit_differences(
          chain, layer, run.unit, factors, changes, run.is_flat ? 1 : rows, run.count, run.count, values, terms, sides,
          scratch);
      for (long r = 0; r < rows; r++) {
        const long from = kernel_row(&run, r), to = r * count + start;
        memcpy(differences + to, values + from, sizeof(double) * (size_t)run.length);
        memcpy(sizes + to, terms + from, sizeof(double) * (size_t)run.length);
        memcpy(crossed + to, sides + from, (size_t)run.length);
      }
    }
    before = run;
    long *swap = inputs;
    inputs = earlier;
    earlier = swap;
  }
  free(factors);
  return 1;
}

// MARK: All parameters of a layer

long gradus_layer_count(const struct gradus_chain *chain, int layer) {
  return (chain->widths[layer] + LANES) / LANES * LANES;
}

void gradus_layer_factors(const struct gradus_chain *chain, int layer, double *factors) {
  const long inputs = chain->widths[layer], count = gradus_layer_count(chain, layer);
  for (long n = 0; n < chain->samples; n++) {
    double *row = factors + n * count;
    memcpy(row, chain->a[layer] + n * inputs, sizeof(double) * (size_t)inputs);
    row[inputs] = 1;
    for (long i = inputs + 1; i < count; i++) row[i] = 0;
  }
}

void gradus_central_differences(
    const struct gradus_chain *chain, int layer, int first, int last, double h, const double *factors, double *slopes,
    double *bias_slopes, double *scratch) {
  const long inputs = chain->widths[layer], units = chain->widths[layer + 1];
  const long count = gradus_layer_count(chain, layer);
  double *up = scratch, *down = up + count, *higher = down + count, *lower = higher + count;
  memset(up, 0, sizeof(double) * 2 * (size_t)count);
  for (int unit = first; unit < last; unit++) {
    const double *w = chain->weights[layer] + unit;
    for (long i = 0; i < inputs; i++) {
      const double x = w[i * units];
      up[i] = (x + h) - x;
      down[i] = (x - h) - x;
    }
    const double b = chain->biases[layer][unit];
    up[inputs] = (b + h) - b;
    down[inputs] = (b - h) - b;
    gradus_unit_differences(chain, layer, unit, factors, up, 2, count, count, higher, 0, 0, scratch + 4 * count);
    for (long i = 0; i < inputs; i++) slopes[i * units + unit] = (higher[i] - lower[i]) / (up[i] - down[i]);
    bias_slopes[unit] = (higher[inputs] - lower[inputs]) / (up[inputs] - down[inputs]);
  }
}
