// SPDX-License-Identifier: Apache-2.0
/* The MIG instances of a device as they are now. */
#ifndef MIG_H
#define MIG_H

#include "mig_rules.h"
#include "nvml_abi.h"
#include "session.h"
#include "runtime.h"

/* Brings the state of the device up to the layout that holds at t; what clients changed stays until the layout changes. */
void mig_follow(const struct world *world, int device, double t);
/* A copy, consistent in itself. */
void mig_copy(struct runtime *runtime, struct mig_state *copy);
bool mig_find(struct runtime *runtime, unsigned id, struct mig_instance *copy);
/* What the scenario says of the instance: its load; NULL for one a client created. */
const struct instance_spec *mig_spec(const struct device *device, const struct mig_instance *instance, double t);

/* Set up and taken down by calls. `start` -1: where the driver likes. */
nvmlReturn_t mig_create(const struct device *device, struct runtime *runtime, int profile, int start, struct mig_instance *made);
nvmlReturn_t mig_destroy(struct runtime *runtime, unsigned id);
nvmlReturn_t mig_create_compute(const struct device *device, struct runtime *runtime, unsigned id, int slices, int start,
                                int *made);
nvmlReturn_t mig_destroy_compute(struct runtime *runtime, unsigned id, unsigned compute);
nvmlReturn_t mig_set_mode(struct runtime *runtime, bool enabled, bool at_once);
void mig_set_compute_mode(struct runtime *runtime, unsigned id, unsigned compute, int mode);

/* The profile with an id, which is what calls other than ProfileInfo speak of; index in the model's profiles. */
nvmlReturn_t mig_profile_by_id(const struct model *model, unsigned id, int *profile);
/* The instances as places, for the rules. */
int mig_places(const struct mig_state *state, struct placed *places);
/* A start for so many compute slices within the instance, -1 when there is none. */
int mig_compute_start(const struct model *model, const struct mig_instance *instance, int slices);

#endif
