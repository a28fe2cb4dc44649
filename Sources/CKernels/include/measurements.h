#pragma once

// Slopes with their error bars from three differences an element, for many elements at once: the formulas of the
// engine's first look (`Triage.measure`), operation by operation.

// Measures `count` elements.
//
// `points` holds x, one an element. `values` and what follows it hold three rows, of x + h, x − h and x + h/2: the values
// that x took; the differences f there less f(x); a bound of their rounding, below 0 where not known; other than 0 where
// other pieces are active, or nobody knows.
//
// Written are the slope, its uncertainty, and `holds`: 1 where the formulas hold (steps that move x, finite numbers, known
// noise, no kink on the way), else 0, and the numbers are anything. `epsilon` is that of the arithmetic.
void gradus_measure(
    const double *points, const double *values, const double *differences, const double *noise,
    const unsigned char *crossings, long count, double epsilon, double *numeric, double *uncertainty,
    unsigned char *holds);
