#pragma once

#include "perturbation.h"
#include "products.h"
#include "vectors.h"
