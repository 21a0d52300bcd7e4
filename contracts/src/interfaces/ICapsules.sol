// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Wrapping again
/// @notice For whom a content key is wrapped is decided by consents alone. Publishing capsules changes none: it only lets
/// somebody who may read anyway open what they could not, after a new key of theirs, or because an author left them out.
/// Never paused.
interface ICapsules {
    event CapsulesPublished(
        bytes20 indexed chart,
        address indexed recipient,
        address indexed actor,
        uint32 recipientKeyVersion,
        bytes capsules
    );
    event OwnCapsulesPublished(address indexed account, uint32 keyVersion, bytes capsules);

    error CapsulesStaleKey(uint32 current, uint32 given);

    /// @notice The patient wraps content keys of the chart for somebody.
    function publishCapsules(
        bytes20 chart,
        address recipient,
        uint32 recipientKeyVersion,
        bytes calldata capsules
    ) external;

    /// @notice The caller wraps content keys for their own new key. The event is of the account alone: it never shows in a
    /// chart's feed, which strangers could otherwise fill.
    function publishOwnCapsules(uint32 keyVersion, bytes calldata capsules) external;
}
