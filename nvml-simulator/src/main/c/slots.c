// SPDX-License-Identifier: Apache-2.0
#include "slots.h"

#include <stdlib.h>

/* Call with the lock held. */
static struct slot_object **find(struct slots *slots, const void *handle, unsigned session)
{
    struct handle h;
    if (!handle_unpack(HANDLE(handle), &h) || h.kind != slots->kind)
        return NULL;
    struct slot_object **place = &slots->slot[h.device].object;
    bool same = *place && (*place)->session == session && (slots->slot[h.device].generation & 0xffff) == h.generation;
    return same ? place : NULL;
}

/* Call with the lock held. */
static void drop(struct slot_object *object)
{
    if (--object->references == 0)
        free(object);
}

/* A slot is free, or holds what an earlier session left behind. */
static bool usable(struct slots *slots, unsigned i, unsigned session)
{
    struct slot_object *left = slots->slot[i].object;
    if (left && left->session != session) {
        slots->slot[i].object = NULL;
        drop(left);
        return true;
    }
    return !left;
}

void *slots_add(struct slots *slots, struct slot_object *object, unsigned session)
{
    void *handle = NULL;
    pthread_mutex_lock(&slots->lock);
    for (unsigned i = 0; i < SLOTS && !handle; i++) {
        if (!usable(slots, i, session))
            continue;
        object->references = 1;
        object->session = session;
        slots->slot[i].object = object;
        handle = POINTER(((struct handle){slots->kind, i, 0, 0, ++slots->slot[i].generation}));
    }
    pthread_mutex_unlock(&slots->lock);
    return handle;
}

void *slots_hold(struct slots *slots, const void *handle, unsigned session)
{
    pthread_mutex_lock(&slots->lock);
    struct slot_object **place = find(slots, handle, session);
    struct slot_object *object = place ? *place : NULL;
    if (object)
        object->references++;
    pthread_mutex_unlock(&slots->lock);
    return object;
}

void slots_let_go(struct slots *slots, struct slot_object *object)
{
    pthread_mutex_lock(&slots->lock);
    drop(object);
    pthread_mutex_unlock(&slots->lock);
}

bool slots_remove(struct slots *slots, const void *handle, unsigned session)
{
    pthread_mutex_lock(&slots->lock);
    struct slot_object **place = find(slots, handle, session);
    if (place) {
        struct slot_object *object = *place;
        *place = NULL;
        drop(object);
    }
    pthread_mutex_unlock(&slots->lock);
    return place;
}
