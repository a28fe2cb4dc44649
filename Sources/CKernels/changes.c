// Changes of many parameters of a layer, laid out for the lanes of gradus_unit_differences.

#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "perturbation.h"

// MARK: Some parameters of a layer

// Elements that lead to one unit, one after the other.
struct run {
  const long *elements;
  long length;    // elements
  long stride;    // from row to row of `steps` and of what is written, in the caller's arrays
  long rows;
  int is_flat;    // too few elements to fill the lanes: all rows stand in one
  long count;     // length of a row for the kernel
};

// Where the kernel's rows for some elements begin.
INLINE long kernel_row(const struct run *run, long row) { return row * (run->is_flat ? run->length : run->count); }

// For each sample the inputs that the changed weights multiply; 1 for a bias.
static void gather_factors(
    const struct gradus_chain *chain, int layer, int is_bias, const struct run *run, double *factors) {
  const long inputs = chain->widths[layer], units = chain->widths[layer + 1];
  const long repeats = run->is_flat ? run->rows : 1;
  for (long n = 0; n < chain->samples; n++) {
    double *row = factors + n * run->count;
    const double *x = chain->a[layer] + n * inputs;
    for (long r = 0; r < repeats; r++)
      for (long i = 0; i < run->length; i++)
        row[r * run->length + i] = is_bias ? 1 : x[run->elements[i] / units];
    for (long i = repeats * run->length; i < run->count; i++) row[i] = 0;
  }
}

// Whether two runs multiply the same inputs.
static int has_same_factors(const struct run *a, const struct run *b, int is_bias, long units) {
  if (a->length != b->length || a->is_flat != b->is_flat) return 0;
  for (long i = 0; i < a->length && !is_bias; i++)
    if (a->elements[i] / units != b->elements[i] / units) return 0;
  return 1;
}

static struct run run_at(const long *elements, long left, long units, long stride, long rows) {
  struct run run = {.elements = elements, .length = 1, .stride = stride, .rows = rows};
  while (run.length < left && elements[run.length] % units == elements[0] % units) run.length++;
  run.is_flat = run.length < LANES;
  const long numbers = run.is_flat ? run.length * rows : run.length;
  run.count = (numbers + LANES - 1) / LANES * LANES;
  return run;
}

int gradus_parameter_differences(
    const struct gradus_chain *chain, int layer, int is_bias, const long *elements, long count, const double *steps,
    long rows, double *differences, double *sizes, unsigned char *crossed) {
  const long units = chain->widths[layer + 1], most = count + rows * LANES + LANES, all = rows * (most + LANES);
  const long needed = chain->samples * most + 3 * all + gradus_chain_scratch(chain);
  double *factors = malloc(sizeof(double) * (size_t)needed + (size_t)all);
  if (!factors) return 0;
  double *changes = factors + chain->samples * most, *values = changes + all, *terms = values + all;
  double *scratch = terms + all;
  unsigned char *sides = (unsigned char *)(factors + needed);
  struct run before = {0};
  for (long start = 0; start < count; start += before.length) {
    const struct run run = run_at(elements + start, count - start, units, count, rows);
    if (start == 0 || !has_same_factors(&run, &before, is_bias, units))
      gather_factors(chain, layer, is_bias, &run, factors);
    memset(changes, 0, sizeof(double) * (size_t)(run.is_flat ? run.count : rows * run.count));
    for (long r = 0; r < rows; r++)
      memcpy(changes + kernel_row(&run, r), steps + r * count + start, sizeof(double) * (size_t)run.length);
    gradus_unit_differences(
        chain, layer, (int)(run.elements[0] % units), factors, changes, run.is_flat ? 1 : rows, run.count, values,
        terms, sides, scratch);
    for (long r = 0; r < rows; r++) {
      const long from = kernel_row(&run, r), to = r * count + start;
      memcpy(differences + to, values + from, sizeof(double) * (size_t)run.length);
      memcpy(sizes + to, terms + from, sizeof(double) * (size_t)run.length);
      memcpy(crossed + to, sides + from, (size_t)run.length);
    }
    before = run;
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
    gradus_unit_differences(chain, layer, unit, factors, up, 2, count, higher, 0, 0, scratch + 4 * count);
    for (long i = 0; i < inputs; i++) slopes[i * units + unit] = (higher[i] - lower[i]) / (up[i] - down[i]);
    bias_slopes[unit] = (higher[inputs] - lower[inputs]) / (up[inputs] - down[inputs]);
  }
}
