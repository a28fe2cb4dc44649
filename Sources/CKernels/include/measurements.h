#pragma once

// Slopes with their error bars from three differences an element, and whether claims agree, for many elements at once:
// the formulas of the engine's first look (`Triage.measure`, `Judge.judge`), operation by operation.

// What is said of an element: the formulas do not hold, they do, or the claim agrees, besides.
enum { gradus_unmeasured = 0, gradus_measured = 1, gradus_match = 3 };

// Measures `count` elements.
//
// `points` holds x, one an element. `values` and what follows it hold three rows, of x + h, x − h and x + h/2: the values
// that x took; the differences f there less f(x); a bound of their rounding, below 0 where not known; other than 0 where
// other pieces are active, or nobody knows.
//
// Written are the slope, its uncertainty, and an answer. The formulas do not hold, and the numbers are anything,
// where steps do not move x, numbers are not finite, noise is not known or a kink lies on the way. Claims agree to
// `tolerance`; `epsilon` is that of the arithmetic.
void gradus_measure(
    const double *points, const double *values, const double *differences, const double *noise,
    const unsigned char *crossings, const double *claims, long count, double epsilon, double tolerance,
    double *numeric, double *uncertainty, unsigned char *answers);

// The exponents of the steps that elements move by: `step` times the power of two below |x|, which counts as at least
// 2⁻¹⁰ `scale`, and as `scale` where x is 0. `scale` and `step` are powers of two, and no step is below the least normal
// number.
void gradus_step_exponents(const double *points, long count, double scale, double step, short *exponents);

// Sums over elements in eight lanes, each of every eighth element: (claim − slope)², claim², slope²; and the largest
// |claim − slope|.
struct gradus_match_sums {
  double differences[8], claims[8], measures[8], largest[8];
};

// Adds elements, eight by eight, from place `from` on, as long as all eight are matches and nothing else (their marks are
// 0), finite, off by no more than `error` times the larger of claim and slope, and as sharp as `resolution`. Returns the
// place of the first eight that are not, or that are no eight.
long gradus_sum_matches(
    const double *claims, const double *numeric, const double *uncertainty, const unsigned char *marks, long from,
    long count, double error, double resolution, struct gradus_match_sums *sums);
