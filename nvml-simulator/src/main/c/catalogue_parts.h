// SPDX-License-Identifier: Apache-2.0
/* Figures of a catalogue entry. A key that is present sets the figure; null sets it to unknown, so that an override can take a
   figure away. */
#ifndef CATALOGUE_PARTS_H
#define CATALOGUE_PARTS_H

#include "catalogue.h"

void integer_or_null(const struct at *map, const char *key, long long *out);
void number_or_null(const struct at *map, const char *key, double *out);
void text_or_null(const struct at *map, const char *key, const char **out);
void truth_or_null(const struct at *map, const char *key, bool *out, bool *known);
void hex_or_null(const struct at *map, const char *key, long long *out);
void constant_or_null(const struct at *map, const char *key, long long *out);

void catalogue_read_mig(struct model *model, const struct at *entry);

#endif
