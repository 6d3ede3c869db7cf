// SPDX-License-Identifier: Apache-2.0
/* Where MIG instances may lie on a GPU. Pure; used by the scenario reader and by the calls that create instances. */
#ifndef MIG_RULES_H
#define MIG_RULES_H

#include "catalogue.h"

struct placed {
    int profile; /* index in the model's profiles */
    int start;   /* in memory slices */
};

/* Whether an instance of the profile may start there beside the others: a legal start, free memory slices, enough compute
   slices, and no more of its kind than the catalogue allows. */
bool mig_can_place(const struct model *model, int profile, int start, const struct placed *others, int count);
/* The first free start; -1 when there is none. */
int mig_free_start(const struct model *model, int profile, const struct placed *others, int count);
/* How many more instances of the profile fit. */
int mig_room(const struct model *model, int profile, const struct placed *others, int count);
/* The id a driver gives: 0 for the whole GPU, 1-2 for halves, 3-6 for quarters, 7-13 for eighths. */
int mig_natural_id(const struct model *model, int profile, int start);

#endif
