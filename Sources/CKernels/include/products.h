#pragma once

// Products of row-major matrices: C = A · B, or C += A · B where `accumulate` is set. Each element is summed over
// k in ascending order from 0 (or from C), without contraction: the same bits as the plain i-j-k loop.

// A is rows × inner, B is inner × columns.
void gradus_product_d(const double *a, const double *b, double *c, long rows, long inner, long columns, int accumulate);
void gradus_product_f(const float *a, const float *b, float *c, long rows, long inner, long columns, int accumulate);

// C = Aᵀ · B: A is inner × rows.
void gradus_product_ta_d(const double *a, const double *b, double *c, long rows, long inner, long columns, int accumulate);
void gradus_product_ta_f(const float *a, const float *b, float *c, long rows, long inner, long columns, int accumulate);

// The columns of Bᵀ that are made at a time, at most.
enum { gradus_product_strip = 16 };

// C = A · Bᵀ: B is columns × inner. `scratch` holds inner × gradus_product_strip numbers.
void gradus_product_tb_d(const double *a, const double *b, double *c, long rows, long inner, long columns, int accumulate, double *scratch);
void gradus_product_tb_f(const float *a, const float *b, float *c, long rows, long inner, long columns, int accumulate, float *scratch);
