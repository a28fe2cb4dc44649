#include "measurements.h"

#include <string.h>

#include "lanes.h"

#pragma STDC FP_CONTRACT OFF

// The larger of two vectors; neither holds NaN where it counts.
#define LARGER(a, b) CHOOSE((mask)((a) > (b)), a, b)

// One row's eight numbers from place `start` on, of which `filled` are there.
INLINE void read(lanes *into, const double *row, long start, int filled) {
  if (filled == LANES) {
    *into = *(const loose *)(row + start);
    return;
  }
  *into = (lanes){0};
  for (int k = 0; k < filled; k++) (*into)[k] = row[start + k];
}

INLINE void write(double *row, long start, int filled, const lanes *from) {
  if (filled == LANES) {
    *(loose *)(row + start) = *from;
    return;
  }
  for (int k = 0; k < filled; k++) row[start + k] = (*from)[k];
}

CLONES void gradus_measure(
    const double *points, const double *values, const double *differences, const double *noise,
    const unsigned char *crossings, const double *claims, long count, double epsilon, double tolerance,
    double *numeric, double *uncertainty, unsigned char *answers) {
  const lanes zero = {0}, infinite = zero + INFINITY;
  const double certain = tolerance > 1e-6 ? tolerance : 1e-6;
  for (long start = 0; start < count; start += LANES) {
    const int filled = count - start < LANES ? (int)(count - start) : LANES;
    lanes claim, x, above, below, between, high, low, half, noise_high, noise_low, noise_half;
    read(&claim, claims, start, filled);
    read(&x, points, start, filled);
    read(&above, values, start, filled);
    read(&below, values + count, start, filled);
    read(&between, values + 2 * count, start, filled);
    read(&high, differences, start, filled);
    read(&low, differences + count, start, filled);
    read(&half, differences + 2 * count, start, filled);
    read(&noise_high, noise, start, filled);
    read(&noise_low, noise + count, start, filled);
    read(&noise_half, noise + 2 * count, start, filled);
    const lanes plus = above - x, minus = x - below, step = between - x, h = (plus + minus) / 2, share = 1 / h;
    // Rounded steps: the differences are brought to equal distances along the mean slope.
    const lanes slope = (high - low) / 2 * share;
    const lanes up = high - slope * (plus - h), down = low + slope * (minus - h);
    const lanes middle = half - slope * (step - h / 2);
    const lanes odd = (up - down) / 2, even = (up + down) / 2, first = (8 * (middle - even / 4) - odd) * (1.0 / 3);
    const lanes wide = LARGER(noise_high, noise_low), level = LARGER(wide, noise_half);
    const lanes central = first * share;
    const lanes doubt = MAGNITUDE(odd - first) * share + (3 * level * share + 4 * epsilon * MAGNITUDE(central));
    const mask valid = (mask)(between > x) & (mask)(below < x) & (mask)(above > between) & (mask)(above < infinite)
      & (mask)(below > -infinite) & (mask)(MAGNITUDE(high) < infinite) & (mask)(MAGNITUDE(low) < infinite)
      & (mask)(MAGNITUDE(half) < infinite) & (mask)(noise_high >= zero) & (mask)(noise_low >= zero)
      & (mask)(noise_half >= zero);
    write(numeric, start, filled, &central);
    write(uncertainty, start, filled, &doubt);
    const lanes size = LARGER(MAGNITUDE(claim), MAGNITUDE(central)), bar = 3 * doubt, allowed = tolerance * size;
    const mask agrees = (mask)(MAGNITUDE(claim - central) <= LARGER(bar, allowed)) & (mask)(central != zero)
      & (mask)(doubt <= certain * size);
    const mask answer = valid & (gradus_measured | (agrees & gradus_match));
    for (int k = 0; k < filled; k++) answers[start + k] = (unsigned char)answer[k];
  }
  for (int r = 0; r < 3; r++)
    for (long i = 0; i < count; i++) answers[i] = crossings[r * count + i] == 0 ? answers[i] : gradus_unmeasured;
}

CLONES void gradus_step_exponents(const double *points, long count, double scale, double step, short *exponents) {
  const lanes all = (lanes){0} + scale, least = all * 0x1p-10;
  for (long start = 0; start < count; start += LANES) {
    const int filled = count - start < LANES ? (int)(count - start) : LANES;
    lanes x;
    read(&x, points, start, filled);
    const lanes size = MAGNITUDE(x), power = (lanes)((mask)size & 0x7FF0000000000000);
    const lanes own = CHOOSE((mask)(size > 0), power, all), wide = LARGER(own, least) * step;
    const mask exponent = ((mask)wide >> 52) - 1023;
    for (int k = 0; k < filled; k++) exponents[start + k] = (short)exponent[k];
  }
}

CLONES long gradus_sum_matches(
    const double *claims, const double *numeric, const double *uncertainty, const unsigned char *marks, long from,
    long count, double error, double resolution, struct gradus_match_sums *sums) {
  const lanes infinite = (lanes){0} + INFINITY;
  lanes differences = *(const loose *)sums->differences, squares = *(const loose *)sums->claims;
  lanes measures = *(const loose *)sums->measures, largest = *(const loose *)sums->largest;
  for (; from + LANES <= count; from += LANES) {
    uint64_t mark;
    memcpy(&mark, marks + from, sizeof mark);
    const lanes claim = *(const loose *)(claims + from), found = *(const loose *)(numeric + from);
    const lanes apart = MAGNITUDE(claim - found), size = LARGER(MAGNITUDE(claim), MAGNITUDE(found));
    const mask plain = (mask)(apart <= error * size) & (mask)(size < infinite)
      & (mask)(3 * *(const loose *)(uncertainty + from) <= resolution * size);
    const mask other = ~plain;
    if (mark != 0 || any(&other)) break;
    differences += apart * apart;
    squares += claim * claim;
    measures += found * found;
    largest = LARGER(largest, apart);
  }
  *(loose *)sums->differences = differences;
  *(loose *)sums->claims = squares;
  *(loose *)sums->measures = measures;
  *(loose *)sums->largest = largest;
  return from;
}
