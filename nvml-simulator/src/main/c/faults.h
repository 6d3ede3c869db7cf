// SPDX-License-Identifier: Apache-2.0
/* Faults of a scenario, as they meet calls. */
#ifndef FAULTS_H
#define FAULTS_H

#include "nvml_abi.h"
#include "scenario.h"

enum { NO_DEVICE = -1 };

/* Whether a fault of the kind (LOST, ABSENT) is on for the device at t. */
bool fault_active(const struct scenario *scenario, enum fault_kind kind, int device, double t);
/* The first moment from which the LOST fault that is on at t has been on; t when none is. */
double lost_since(const struct scenario *scenario, int device, double t);
/* What the faults of a function and device do to a call at t. */
struct effect {
    nvmlReturn_t result;
    double delay; /* s, before the result */
    bool hang;    /* until this is no longer so */
};
/* `named` counts only faults that name devices. Uses up the calls of faults that have a number of them. */
struct effect faults_of(struct scenario *scenario, enum function fn, int device, bool named, double t);
/* Whether a hang is (still) on. Uses up nothing. */
bool fault_hangs(const struct scenario *scenario, enum function fn, int device, double t);
/* What becomes of one field value. */
nvmlReturn_t fault_of_field(struct scenario *scenario, enum function fn, int device, unsigned field, double t);

#endif
