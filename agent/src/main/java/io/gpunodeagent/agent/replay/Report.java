package io.gpunodeagent.agent.replay;

import java.util.List;

/**
 * What came of a replay.
 *
 * @param courses of the pods that rested for as long as their rule wants, the dearest first
 * @param unjudged rules that ask for what DCGM's metrics cannot tell
 * @param timeSlice time-slice rules, none of which is replayed
 * @param doubled nodes that several exporters tell of at once, and which: they are not judged
 * @param sparse nodes with too few samples to judge by
 */
public record Report(
    List<Course> courses,
    List<Unjudged> unjudged,
    List<String> timeSlice,
    List<String> doubled,
    List<String> sparse,
    Sums sums) {

  public Report {
    courses = List.copyOf(courses);
    unjudged = List.copyOf(unjudged);
    timeSlice = List.copyOf(timeSlice);
    doubled = List.copyOf(doubled);
    sparse = List.copyOf(sparse);
  }

  /**
   * A rule that cannot be judged.
   *
   * @param keys of its match that are beyond DCGM's metrics
   * @param pods it may be for: no rule marks them
   */
  public record Unjudged(String rule, List<String> keys, int pods) {

    public Unjudged {
      keys = List.copyOf(keys);
    }
  }

  /**
   * How much was looked at.
   *
   * @param scrapes of all nodes
   * @param pods that held a device
   */
  public record Sums(int nodes, long scrapes, int pods) {}

  /** Pods that would have been marked, each time. */
  public long marks() {
    return courses.stream().filter(course -> course.marked().isPresent()).count();
  }

  /** Whole GPUs times hours marked, of all. */
  public double gpuHours() {
    return courses.stream().mapToDouble(Course::gpuHours).sum();
  }

  /** MIG instances and shared GPUs times hours marked, of all. */
  public double partHours() {
    return courses.stream().mapToDouble(Course::partHours).sum();
  }
}
