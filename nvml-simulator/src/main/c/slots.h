// SPDX-License-Identifier: Apache-2.0
/* Objects that clients create and free by handle: event sets, samples. A slot's generation tells a freed one from its successor. */
#ifndef SLOTS_H
#define SLOTS_H

#include "handle.h"

#include <pthread.h>
#include <stddef.h>

enum { SLOTS = 4096 };

/* The head of every object. */
struct slot_object {
    unsigned references;
    unsigned session;
};

struct slots {
    pthread_mutex_t lock;
    enum handle_kind kind;
    struct {
        struct slot_object *object;
        unsigned generation;
    } slot[SLOTS];
};

/* Stores an object made with calloc; NULL when there is no room. */
void *slots_add(struct slots *slots, struct slot_object *object, unsigned session);
/* The object of a handle given out in this session, held until slots_let_go; NULL for any other handle. */
void *slots_hold(struct slots *slots, const void *handle, unsigned session);
/* Frees the object when it was removed and nobody else holds it. */
void slots_let_go(struct slots *slots, struct slot_object *object);
/* False when there is no such object. */
bool slots_remove(struct slots *slots, const void *handle, unsigned session);

#endif
