// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.meters;

import static io.gpunodeagent.agent.meters.Families.counter;
import static io.gpunodeagent.agent.meters.Families.gauge;
import static io.gpunodeagent.agent.meters.Families.label;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;

/**
 * The threads of the Java virtual machine, under Micrometer's names. Micrometer asks the machine
 * for all threads once for each of their states, which took more time than all its other meters.
 */
final class ThreadMeters {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Thread.State[] STATES = Thread.State.values();

  private ThreadMeters() {}

  /** Their values now. */
  static List<MetricSnapshot> collect() {
    return List.of(
        gauge(
            "jvm_threads_daemon_threads",
            "The current number of live daemon threads",
            THREADS.getDaemonThreadCount()),
        gauge(
            "jvm_threads_live_threads",
            "The current number of live threads including both daemon and non-daemon threads",
            THREADS.getThreadCount()),
        gauge(
            "jvm_threads_peak_threads",
            "The peak live thread count since the Java virtual machine started or peak was reset",
            THREADS.getPeakThreadCount()),
        counter(
            "jvm_threads_started_threads",
            "The total number of application threads started in the JVM",
            THREADS.getTotalStartedThreadCount()),
        gauge("jvm_threads_states_threads", "The current number of threads", states()));
  }

  private static List<GaugeDataPointSnapshot> states() {
    var counts = new EnumMap<Thread.State, Integer>(Thread.State.class);
    for (var thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null) { // it ended meanwhile
        counts.merge(thread.getThreadState(), 1, Integer::sum);
      }
    }
    var points = new ArrayList<GaugeDataPointSnapshot>(STATES.length);
    for (var state : STATES) {
      points.add(gauge(label("state", name(state)), counts.getOrDefault(state, 0)));
    }
    return points;
  }

  private static String name(Thread.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
