// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.processes;

import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.sources.HpcJobs.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads which batch jobs have which GPU from the directory a scheduler's prologue keeps: a file
 * {@code <gpu>} or {@code <gpu>.<GPU instance>} with a job id a line. Other files are passed over;
 * a file that cannot be read costs its own jobs only. Confined to one thread.
 */
public final class HpcJobFiles {

  private static final System.Logger LOG = System.getLogger(HpcJobFiles.class.getName());
  private static final Pattern NAME = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?");

  private static final String FILES = "files";

  /** More jobs on one GPU are no prologue's work. */
  private static final int MAX_JOBS = 64;

  private static final int MAX_BYTES = 64 * 1024;

  private final Path directory;
  private final OngoingProblems problems = new OngoingProblems();

  /** Of {@code directory}, which may come to be later. */
  public HpcJobFiles(Path directory) {
    this.directory = directory;
  }

  /** The jobs now; those that cannot be read are left out. */
  public HpcJobs read() {
    var jobs = new HashMap<Place, List<String>>();
    var faults = new StringBuilder();
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        add(file, jobs, faults);
      }
    } catch (IOException | DirectoryIteratorException failure) {
      faults.append(failure);
    }
    report(faults.toString());
    return new HpcJobs(jobs);
  }

  private static void add(Path file, Map<Place, List<String>> jobs, StringBuilder faults) {
    var name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches() || !Files.isRegularFile(file)) {
      return;
    }
    var instance = name.group(2);
    var place =
        new Place(
            Integer.parseInt(name.group(1)),
            instance == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(instance)));
    try {
      var ids = ids(file);
      if (!ids.isEmpty()) {
        jobs.put(place, ids);
      }
    } catch (IOException | UncheckedIOException failure) {
      faults.append(failure).append("; ");
    }
  }

  /** Each once: a job named twice would be a series twice. */
  private static List<String> ids(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    try (var in = Files.newInputStream(file)) {
      var text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
      return text.lines()
          .map(String::strip)
          .filter(id -> !id.isEmpty())
          .distinct()
          .limit(MAX_JOBS)
          .toList();
    }
  }

  private void report(String faults) {
    if (!faults.isEmpty()) {
      if (problems.begins(FILES, faults)) {
        LOG.log(Level.WARNING, "HPC job files cannot be read directory={0} {1}", directory, faults);
      }
    } else if (problems.ends(FILES)) {
      LOG.log(Level.INFO, "HPC job files can be read again directory={0}", directory);
    }
  }
}
