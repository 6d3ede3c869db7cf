// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.DeviceUser;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a device's occupants from one pass to the next.
 *
 * @param before the device after the previous pass
 * @param now when this pass was taken
 */
record Watches(Optional<AttributedDevice> before, Instant now) {

  /** Since when {@code party} has been an occupant without a gap. */
  Instant since(DeviceUser user) {
    return find(user).map(Occupant::since).orElse(now);
  }

  /**
   * The watch of a holding after this pass.
   *
   * @param observable whether use would have been seen
   * @param used whether it was
   */
  Watch watch(DeviceUser user, boolean observable, boolean used) {
    return find(user)
        .flatMap(Occupant::holding)
        .map(Holding::watch)
        .orElseGet(() -> Watch.begin(now))
        .after(now, observable, used);
  }

  private Optional<Occupant> find(DeviceUser user) {
    return before.flatMap(
        device ->
            device.occupants().stream()
                .filter(occupant -> same(occupant.user(), user))
                .findFirst());
  }

  /** The same party, also when a container's pod UID has become known or has been lost. */
  private static boolean same(DeviceUser earlier, DeviceUser user) {
    return earlier.equals(user)
        || (earlier instanceof DeviceUser.Container(var name, var uid)
            && user instanceof DeviceUser.Container(var sameName, var sameUid)
            && name.equals(sameName)
            && Relations.compatible(uid, sameUid));
  }
}
