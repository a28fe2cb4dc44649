#include "products.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif
#define INLINE static inline __attribute__((always_inline))

// The heart is a tile of 4 rows × WIDE columns of C held in registers while k runs; the edges are plain loops that
// sum in the same order. A is read as a[i * ra + k * ka], so that one tile serves A and its transpose; lb and lc are
// the lengths of the rows that B's and C's are parts of. Bᵀ is made a strip of WIDE columns at a time.

#define PRODUCT(SUFFIX, REAL, WIDE)                                                                       \
  _Static_assert(WIDE <= gradus_product_strip, "a strip has its place in `scratch`");                     \
  typedef REAL vector_##SUFFIX __attribute__((vector_size(WIDE * sizeof(REAL)), aligned(sizeof(REAL))));  \
                                                                                                          \
  INLINE void plain_##SUFFIX(                                                                             \
      const REAL *a, const REAL *b, REAL *c, long rows, long inner, long columns, long lb, long lc,       \
      long from, long ra, long ka, int accumulate) {                                                      \
    for (long i = 0; i < rows; i++)                                                                       \
      for (long j = from; j < columns; j++) {                                                             \
        REAL sum = accumulate ? c[i * lc + j] : 0;                                                        \
        for (long k = 0; k < inner; k++) sum += a[i * ra + k * ka] * b[k * lb + j];                       \
        c[i * lc + j] = sum;                                                                              \
      }                                                                                                   \
  }                                                                                                       \
                                                                                                          \
  INLINE void multiply_##SUFFIX(                                                                          \
      const REAL *a, const REAL *b, REAL *c, long rows, long inner, long columns, long lb, long lc,       \
      long ra, long ka, int accumulate) {                                                                 \
    const long wide = columns / WIDE * WIDE;                                                              \
    long i = 0;                                                                                           \
    for (; i + 4 <= rows && wide > 0; i += 4) {                                                           \
      const REAL *a0 = a + i * ra, *a1 = a0 + ra, *a2 = a1 + ra, *a3 = a2 + ra;                           \
      REAL *c0 = c + i * lc;                                                                              \
      for (long j = 0; j < wide; j += WIDE) {                                                             \
        vector_##SUFFIX s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};                                           \
        if (accumulate) {                                                                                 \
          s0 = *(const vector_##SUFFIX *)(c0 + j);                                                        \
          s1 = *(const vector_##SUFFIX *)(c0 + lc + j);                                                   \
          s2 = *(const vector_##SUFFIX *)(c0 + 2 * lc + j);                                               \
          s3 = *(const vector_##SUFFIX *)(c0 + 3 * lc + j);                                               \
        }                                                                                                 \
        for (long k = 0; k < inner; k++) {                                                                \
          const vector_##SUFFIX v = *(const vector_##SUFFIX *)(b + k * lb + j);                           \
          s0 += a0[k * ka] * v;                                                                           \
          s1 += a1[k * ka] * v;                                                                           \
          s2 += a2[k * ka] * v;                                                                           \
          s3 += a3[k * ka] * v;                                                                           \
        }                                                                                                 \
        *(vector_##SUFFIX *)(c0 + j) = s0;                                                                \
        *(vector_##SUFFIX *)(c0 + lc + j) = s1;                                                           \
        *(vector_##SUFFIX *)(c0 + 2 * lc + j) = s2;                                                       \
        *(vector_##SUFFIX *)(c0 + 3 * lc + j) = s3;                                                       \
      }                                                                                                   \
      if (wide < columns) plain_##SUFFIX(a0, b, c0, 4, inner, columns, lb, lc, wide, ra, ka, accumulate); \
    }                                                                                                     \
    for (; i < rows; i++) {                                                                               \
      const REAL *a0 = a + i * ra;                                                                        \
      REAL *c0 = c + i * lc;                                                                              \
      for (long j = 0; j < wide; j += WIDE) {                                                             \
        vector_##SUFFIX s0 = {0};                                                                         \
        if (accumulate) s0 = *(const vector_##SUFFIX *)(c0 + j);                                          \
        for (long k = 0; k < inner; k++) s0 += a0[k * ka] * *(const vector_##SUFFIX *)(b + k * lb + j);   \
        *(vector_##SUFFIX *)(c0 + j) = s0;                                                                \
      }                                                                                                   \
      if (wide < columns) plain_##SUFFIX(a0, b, c0, 1, inner, columns, lb, lc, wide, ra, ka, accumulate); \
    }                                                                                                     \
  }                                                                                                       \
                                                                                                          \
  CLONES void gradus_product_##SUFFIX(                                                                    \
      const REAL *a, const REAL *b, REAL *c, long rows, long inner, long columns, int accumulate) {       \
    multiply_##SUFFIX(a, b, c, rows, inner, columns, columns, columns, inner, 1, accumulate);             \
  }                                                                                                       \
                                                                                                          \
  CLONES void gradus_product_ta_##SUFFIX(                                                                 \
      const REAL *a, const REAL *b, REAL *c, long rows, long inner, long columns, int accumulate) {       \
    multiply_##SUFFIX(a, b, c, rows, inner, columns, columns, columns, 1, rows, accumulate);              \
  }                                                                                                       \
                                                                                                          \
  CLONES void gradus_product_tb_##SUFFIX(                                                                 \
      const REAL *a, const REAL *b, REAL *c, long rows, long inner, long columns, int accumulate,         \
      REAL *scratch) {                                                                                    \
    for (long from = 0; from < columns; from += WIDE) {                                                   \
      const long width = columns - from < WIDE ? columns - from : WIDE;                                   \
      for (long k = 0; k < inner; k++)                                                                    \
        for (long j = 0; j < width; j++) scratch[k * width + j] = b[(from + j) * inner + k];              \
      multiply_##SUFFIX(a, scratch, c + from, rows, inner, width, width, columns, inner, 1, accumulate);  \
    }                                                                                                     \
  }

PRODUCT(d, double, 8)
PRODUCT(f, float, 16)
