#include "vectors.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__ELF__)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define CLONES
#endif

#define VECTORS(SUFFIX, REAL)                                                                             \
  CLONES void gradus_axpy_##SUFFIX(REAL a, const REAL *restrict x, REAL *restrict y, long count) {        \
    for (long i = 0; i < count; i++) y[i] += a * x[i];                                                    \
  }                                                                                                       \
                                                                                                          \
  CLONES void gradus_add_to_rows_##SUFFIX(                                                                \
      const REAL *restrict row, REAL *restrict matrix, long rows, long columns) {                         \
    for (long i = 0; i < rows; i++)                                                                       \
      for (long j = 0; j < columns; j++) matrix[i * columns + j] += row[j];                               \
  }                                                                                                       \
                                                                                                          \
  CLONES void gradus_add_column_sums_##SUFFIX(                                                            \
      const REAL *restrict matrix, REAL *restrict sums, long rows, long columns) {                        \
    for (long i = 0; i < rows; i++)                                                                       \
      for (long j = 0; j < columns; j++) sums[j] += matrix[i * columns + j];                              \
  }

VECTORS(d, double)
VECTORS(f, float)
