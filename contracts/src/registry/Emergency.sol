// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev What emergency measures left behind, in one slot for the whole network, so that each rule reads both at once.
/// @param pausedUntil End of the latest pause, zero when there never was one.
/// @param lastDisavowal When an attester was last disavowed. Attestations accepted later are none of theirs.
struct Emergency {
    uint64 pausedUntil;
    uint64 lastDisavowal;
}
