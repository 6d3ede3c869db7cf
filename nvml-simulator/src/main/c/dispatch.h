// SPDX-License-Identifier: Apache-2.0
/* The prologue of every call: initialised, there in this driver, a valid subject, not lost, its faults, permitted, supported. */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "functions.h"
#include "handle.h"
#include "mig.h"
#include "readings.h"
#include "session.h"

/* One call in progress. */
struct call {
    enum function fn;
    struct world *world;
    struct scenario *scenario;
    struct instant now;
    int ordinal; /* of the device, NO_DEVICE for calls about the node */
    const struct device *device;
    struct runtime *runtime;
    enum handle_kind kind;        /* of the subject, when there is a device */
    struct mig_instance instance; /* a copy, for every kind but HANDLE_GPU */
    int compute;                  /* index in instance.compute, -1: none */
};

nvmlReturn_t call_begin(struct call *c, enum function fn, uint64_t handle);
void call_end(struct call *c);
/* The whole of a call that has no behaviour. */
nvmlReturn_t call_unsupported(enum function fn, uint64_t handle);
/* For calls that wait: the world as it has become; UNINITIALIZED when the session is over. */
nvmlReturn_t call_refresh(struct call *c);
/* For calls that come upon a device otherwise than by their first argument: lost, and the faults that name it. */
nvmlReturn_t call_meets(struct call *c, int ordinal);
/* The device of another handle, which must be of a whole GPU. */
nvmlReturn_t call_other(struct call *c, nvmlDevice_t handle, int *ordinal);

nvmlDevice_t gpu_handle(const struct call *c, int ordinal);
nvmlDevice_t mig_handle(int ordinal, const struct mig_instance *instance, int compute);
nvmlGpuInstance_t gpu_instance_handle(int ordinal, const struct mig_instance *instance);
nvmlComputeInstance_t compute_instance_handle(int ordinal, const struct mig_instance *instance, int compute);

/* Whether the driver the scenario describes is of this branch or newer. */
bool driver_has(const struct call *c, unsigned branch);
/* Whether the `version` of a struct is the one given, and known to this driver. */
nvmlReturn_t check_version(const struct call *c, unsigned given, unsigned version, unsigned since);
#define CHECK_VERSION(c, given, name) check_version((c), (given), VERSION_##name, SINCE_##name)

/* The figure, 0 when nobody knows it. */
static inline unsigned or_zero(long long value)
{
    return value == UNKNOWN ? 0 : (unsigned)value;
}

/* A text into a caller's buffer. */
nvmlReturn_t copy_text(char *out, unsigned length, const char *text);
/* A figure of the catalogue. */
nvmlReturn_t known(long long value, unsigned *out);
nvmlReturn_t known_mw(double watts, unsigned *out);

#define RETURN_UNLESS_GOOD(expression)                                                                                             \
    do {                                                                                                                           \
        nvmlReturn_t outcome_ = (expression);                                                                                      \
        if (outcome_ != NVML_SUCCESS)                                                                                              \
            return outcome_;                                                                                                       \
    } while (0)
#define REQUIRE(condition)                                                                                                         \
    do {                                                                                                                           \
        if (!(condition))                                                                                                          \
            return NVML_ERROR_INVALID_ARGUMENT;                                                                                    \
    } while (0)
#define SUPPORTED_IF(condition)                                                                                                    \
    do {                                                                                                                           \
        if (!(condition))                                                                                                          \
            return NVML_ERROR_NOT_SUPPORTED;                                                                                       \
    } while (0)

static inline bool mig_on(const struct call *c)
{
    return atomic_load_explicit(&c->runtime->mig_enabled, memory_order_relaxed);
}

#endif
