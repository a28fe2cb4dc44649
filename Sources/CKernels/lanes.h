#pragma once

// Eight numbers side by side: one register with AVX-512, two with AVX2, four without either. What a lane holds never
// depends on its neighbours: where numbers need different formulas, each lane takes its own.

#include <math.h>
#include <stdint.h>

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

enum { LANES = 8 };
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef long long mask __attribute__((vector_size(8 * LANES)));
typedef double loose __attribute__((vector_size(8 * LANES), aligned(8)));

// Vectors go by pointer: passed by value they would have another ABI on each processor.
#define MAGNITUDE(x) ((lanes)((mask)(x) & INT64_MAX))
#define CHOOSE(which, yes, no) ((lanes)(((mask)(yes) & (which)) | ((mask)(no) & ~(which))))

INLINE int any(const mask *m) { return __builtin_reduce_or(*m) != 0; }

// y = exp(x) − 1 where |x| < 2⁻¹²: Taylor's polynomial; the first term left out is below 2⁻⁵⁴ of the result.
INLINE void short_exponential(lanes *y, const lanes *x) {
  const lanes v = *x;
  *y = v * (1 + v * (1.0 / 2 + v * (1.0 / 6 + v * (1.0 / 24))));
}

// y = exp(x) − 1.
INLINE void exponential_minus_one(lanes *y, const lanes *x) {
  const lanes v = *x, size = MAGNITUDE(v);
  const mask longer = ~(mask)(size < 0x1p-12);
  short_exponential(y, &v);
  if (!any(&longer)) return;
  const lanes series = v * (1 + v * (1.0 / 2 + v * (1.0 / 6 + v * (1.0 / 24 + v * (1.0 / 120 + v * (1.0 / 720 +
      v * (1.0 / 5040 + v * (1.0 / 40320 + v * (1.0 / 362880 + v * (1.0 / 3628800 + v * (1.0 / 39916800)))))))))));
  *y = CHOOSE(longer, series, *y);
  for (int i = 0; i < LANES; i++)
    if (!(size[i] < 0x1p-3)) (*y)[i] = expm1(v[i]);
}

// y = log(1 + x) where |x| < 2⁻¹²: Taylor's polynomial.
INLINE void short_logarithm(lanes *y, const lanes *x) {
  const lanes v = *x;
  *y = v * (1 + v * (-1.0 / 2 + v * (1.0 / 3 + v * (-1.0 / 4 + v * (1.0 / 5)))));
}

// y = log(1 + x): Taylor's polynomial below 2⁻¹², then 2 artanh(x / (2 + x)) by its series, then the C library.
INLINE void logarithm_plus_one(lanes *y, const lanes *x) {
  const lanes v = *x, size = MAGNITUDE(v);
  const mask longer = ~(mask)(size < 0x1p-12);
  short_logarithm(y, x);
  if (!any(&longer)) return;
  const lanes t = v / (2 + v), q = t * t;
  const lanes series = 2 * t * (1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9)))));
  *y = CHOOSE(longer, series, *y);
  for (int i = 0; i < LANES; i++)
    if (!(size[i] < 0x1p-6)) (*y)[i] = log1p(v[i]);
}

// 1 / (1 + e⁻ˣ) without overflow.
INLINE double logistic(double x) {
  const double e = exp(-fabs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}
