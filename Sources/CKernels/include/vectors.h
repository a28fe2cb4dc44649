#pragma once

// Sums of vectors and of matrix rows, without contraction: the same bits as the plain loops.

// y += a · x.
void gradus_axpy_d(double a, const double *x, double *y, long count);
void gradus_axpy_f(float a, const float *x, float *y, long count);

// Adds `row` to each row of a row-major matrix.
void gradus_add_to_rows_d(const double *row, double *matrix, long rows, long columns);
void gradus_add_to_rows_f(const float *row, float *matrix, long rows, long columns);

// sums[j] += Σ_i matrix[i, j], rows in ascending order.
void gradus_add_column_sums_d(const double *matrix, double *sums, long rows, long columns);
void gradus_add_column_sums_f(const float *matrix, float *sums, long rows, long columns);
