// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "./IConsents.sol";

/// @title Asking for a consent
/// @notice A doctor asks, the patient grants, declines, or does nothing. A request lives in the consent's own slot, so that each
/// doctor has at most one open per report, and nobody else's list can be filled. Granting or stopping closes it, without
/// an event of its own.
interface IRequests {
    event ConsentRequested(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed doctor,
        IConsents.Purpose purpose
    );
    event RequestDeclined(
        bytes32 indexed report,
        bytes20 indexed chart,
        address indexed doctor,
        address actor,
        uint64 notBefore
    );

    error RequestDoctorNotActive(address account);
    error RequestAlreadyOpen(bytes32 report, address doctor);
    error RequestNotOpen(bytes32 report, address doctor);
    /// @dev Declined lately.
    error RequestTooSoon(bytes32 report, address doctor, uint64 notBefore);

    /// @notice The caller, an active doctor, asks the patient for a report.
    function requestConsent(bytes32 report, IConsents.Purpose purpose) external;

    /// @notice The patient says no. The doctor can ask again after `REQUEST_REST`.
    function declineRequest(bytes32 report, address doctor) external;

    /// @return purpose What for, `NONE` when no request is open.
    /// @return notBefore From when on the doctor can ask again after the last refusal.
    function requestOf(
        bytes32 report,
        address doctor
    ) external view returns (IConsents.Purpose purpose, uint64 notBefore);
}
