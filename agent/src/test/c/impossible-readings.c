// SPDX-License-Identifier: Apache-2.0
/*
 * A library in front of the simulated one whose readings no GPU can give: what drivers answer when a sensor or a
 * counter is gone. All other functions are the simulated library's.
 */
#include <limits.h>

typedef void *device_t;

typedef struct {
  unsigned gpu;
  unsigned memory;
} utilization_t;

enum { SUCCESS = 0, PERIOD_MICROSECONDS = 167000 };

int nvmlDeviceGetUtilizationRates(device_t device, utilization_t *rates) {
  (void)device;
  rates->gpu = 218322032u;
  rates->memory = UINT_MAX;
  return SUCCESS;
}

int nvmlDeviceGetEncoderUtilization(device_t device, unsigned *percent, unsigned *period) {
  (void)device;
  *percent = UINT_MAX;
  *period = PERIOD_MICROSECONDS;
  return SUCCESS;
}

int nvmlDeviceGetDecoderUtilization(device_t device, unsigned *percent, unsigned *period) {
  (void)device;
  *percent = 1980;
  *period = PERIOD_MICROSECONDS;
  return SUCCESS;
}

int nvmlDeviceGetPowerUsage(device_t device, unsigned *milliwatts) {
  (void)device;
  *milliwatts = UINT_MAX;
  return SUCCESS;
}

int nvmlDeviceGetFanSpeed(device_t device, unsigned *percent) {
  (void)device;
  *percent = UINT_MAX;
  return SUCCESS;
}

int nvmlDeviceGetFanSpeed_v2(device_t device, unsigned fan, unsigned *percent) {
  (void)fan;
  return nvmlDeviceGetFanSpeed(device, percent);
}

int nvmlDeviceGetClockInfo(device_t device, int type, unsigned *megahertz) {
  (void)device;
  (void)type;
  *megahertz = UINT_MAX;
  return SUCCESS;
}

int nvmlDeviceGetPcieThroughput(device_t device, int counter, unsigned *kilobytes) {
  (void)device;
  (void)counter;
  *kilobytes = UINT_MAX;
  return SUCCESS;
}
