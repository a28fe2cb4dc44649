#pragma once

#if !__has_include(<cairo.h>) || !__has_include(<pango/pangocairo.h>)
#error "Cairo or Pango is missing: install libcairo2-dev libpango1.0-dev fonts-nanum fonts-dejavu-core (make report does it)"
#else

#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

// libpng reports errors by longjmp, which Swift must not see: the encoder stands here whole.

struct gradus_bytes {
  unsigned char *data;
  size_t count, capacity;
};

static inline void gradus_png_append(png_structp png, png_bytep data, png_size_t count) {
  struct gradus_bytes *bytes = (struct gradus_bytes *)png_get_io_ptr(png);
  if (bytes->count + count > bytes->capacity) {
    size_t capacity = 2 * (bytes->count + count);
    unsigned char *grown = (unsigned char *)realloc(bytes->data, capacity);
    if (!grown) png_error(png, "out of memory");
    bytes->data = grown;
    bytes->capacity = capacity;
  }
  memcpy(bytes->data + bytes->count, data, count);
  bytes->count += count;
}

static inline void gradus_png_flush(png_structp png) { (void)png; }

// Encodes rows of RGB (palette_count 0) or palette indices; returns 0 where it fails. `bytes` is the caller's to free.
static inline int gradus_png_encode(
    const unsigned char *pixels, int width, int height, const unsigned char *palette, int palette_count,
    int pixels_per_metre, struct gradus_bytes *bytes) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  if (!png) return 0;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return 0;
  }
  png_set_write_fn(png, bytes, gradus_png_append, gradus_png_flush);
  int channels = palette_count ? 1 : 3;
  png_set_IHDR(
      png, info, (png_uint_32)width, (png_uint_32)height, 8, palette_count ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_color colors[256];
  for (int i = 0; i < palette_count; i++) {
    colors[i].red = palette[3 * i];
    colors[i].green = palette[3 * i + 1];
    colors[i].blue = palette[3 * i + 2];
  }
  if (palette_count) png_set_PLTE(png, info, colors, palette_count);
  png_set_pHYs(png, info, (png_uint_32)pixels_per_metre, (png_uint_32)pixels_per_metre, PNG_RESOLUTION_METER);
  // The indices come from the palette itself: libpng need not look at each of them again.
  png_set_check_for_invalid_index(png, 0);
  png_set_compression_level(png, 3);
  png_set_compression_buffer_size(png, 65536);
  png_write_info(png, info);
  // Figures are flat colours in which many rows repeat the one above: the Up filter turns those into zeros.
  // The first row has it too (over it are zeros), since libpng sets up then what the filter needs.
  size_t stride = (size_t)width * (size_t)channels;
  for (int y = 0; y < height; y++) {
    const unsigned char *row = pixels + (size_t)y * stride;
    int repeats = y == 0 || memcmp(row, row - stride, stride) == 0;
    png_set_filter(png, 0, repeats || !palette_count ? PNG_FILTER_UP : PNG_FILTER_NONE);
    png_write_row(png, row);
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return 1;
}

#endif
