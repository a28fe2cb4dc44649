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
