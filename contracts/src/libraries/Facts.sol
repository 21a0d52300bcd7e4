// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev What `Records` needs to know of a chart and an account, answered in one word because every act asks for it:
///
/// | bits 0–159 | 160–191         | 192–223     | 224–247                | 248    | 249    | 250      | 251    |
/// |------------|-----------------|-------------|------------------------|--------|--------|----------|--------|
/// | holder     | signature epoch | key version | attestation generation | frozen | active | assigned | paused |
type Facts is uint256;

using {holder, signatureEpoch, keyVersion, attestationGeneration, frozen, active, assigned, paused} for Facts global;

function packFacts(
    address holder_,
    uint32 signatureEpoch_,
    uint32 keyVersion_,
    uint24 attestationGeneration_,
    bool frozen_,
    bool active_,
    bool assigned_,
    bool paused_
) pure returns (Facts) {
    uint256 numbers =
        uint256(uint160(holder_)) |
            (uint256(signatureEpoch_) << 160) |
            (uint256(keyVersion_) << 192) |
            (uint256(attestationGeneration_) << 224);
    uint256 flags =
        (SafeCast.toUint(frozen_) << 248) |
            (SafeCast.toUint(active_) << 249) |
            (SafeCast.toUint(assigned_) << 250) |
            (SafeCast.toUint(paused_) << 251);
    return Facts.wrap(numbers | flags);
}

/// @dev The chart's holder, zero if there is no such chart.
function holder(Facts facts) pure returns (address) {
    return address(uint160(Facts.unwrap(facts)));
}

/// @dev What every signature for the chart binds.
function signatureEpoch(Facts facts) pure returns (uint32) {
    return uint32(Facts.unwrap(facts) >> 160);
}

/// @dev The key version of whoever the capsules are for: the holder where a hospital was named, for then the account writes; else
/// the account.
function keyVersion(Facts facts) pure returns (uint32) {
    return uint32(Facts.unwrap(facts) >> 192);
}

/// @dev The account's attestation generation.
function attestationGeneration(Facts facts) pure returns (uint24) {
    return uint24(Facts.unwrap(facts) >> 224);
}

/// @dev Whether a recovery of the chart is under way.
function frozen(Facts facts) pure returns (bool) {
    return _hasBit(facts, 248);
}

/// @dev Whether the account is an active doctor.
function active(Facts facts) pure returns (bool) {
    return _hasBit(facts, 249);
}

/// @dev Whether the account has a live assignment to the chart at the hospital named.
function assigned(Facts facts) pure returns (bool) {
    return _hasBit(facts, 250);
}

/// @dev Whether the network is paused.
function paused(Facts facts) pure returns (bool) {
    return _hasBit(facts, 251);
}

function _hasBit(Facts facts, uint256 bit) pure returns (bool) {
    return (Facts.unwrap(facts) >> bit) & 1 == 1;
}
