// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Pausing
/// @notice A pause stops what widens: registering, attesting, appointing, asking for care, accepting and assigning, adding,
/// correcting and remarking, requesting and granting. Whatever narrows or repairs is never paused: stopping, rekeying,
/// wrapping again, publishing keys, recovering, declining, cancelling, ending and suspending care and assignments, retracting,
/// erasing, removing roles and attestations, vetoing, disavowing.
///
/// A pause ends by itself after `PAUSE_DURATION`, and however it ended, there is none for as long again.
interface IPausing {
    event Paused(address indexed actor, uint64 until);
    event Unpaused(address indexed actor);

    error PausingPaused(uint64 until);
    /// @dev A pause cannot follow the last one yet.
    error PausingTooSoon(uint64 notBefore);
    error PausingNotPaused();

    /// @notice Pauses. Pausers only.
    function pause() external;

    /// @notice Ends a pause early. Pausers and the default admin.
    function unpause() external;

    function isPaused() external view returns (bool);

    /// @return End of the latest pause, Unix time; zero when there never was one.
    function pausedUntil() external view returns (uint64);
}
