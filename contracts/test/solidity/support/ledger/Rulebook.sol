// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {cheats} from "../Cheats.sol";

/// @dev What nobody's actions may ever break.
enum Rule {
    EveryEventIsKnown,
    ConsentsAreThePatients,
    StopsSucceed,
    StopsOutliveSignatures,
    KeysAreTheOwners,
    KeysAreProven,
    AttestationsCountOnce,
    AttestersHaveADailyCap,
    ReportsKeepWhatTheySay,
    WritersAreAssigned,
    DutiesAreSeparate,
    NobodyAssignsThemself,
    HospitalsAreSeparate,
    ChartsAreTheHolders,
    AdministratorsTouchNoRecords,
    RoleDelaysAreKept,
    RecoveryDelaysAreKept,
    PausesStopWidening,
    OfficesActWithinTheirPowers
}

/// @dev Who stood behind a call: whoever sent it, and whoever signed exactly what was sent. A signature over anything else is
/// nobody's agreement.
/// @param signedAt The moment of the signature, in events.
struct Act {
    address caller;
    address signer;
    address cosigner;
    uint256 signedAt;
}

/// @dev The ledger is told every event, in order, with the act that led to it, and knows nothing else: it never asks the
/// contracts.
abstract contract Rulebook {
    /// @dev How a rule was broken first; empty as long as it was not.
    mapping(Rule rule => string) public broken;

    /// @dev How many events there were. Orders decisions where the clock cannot.
    uint256 public moment;

    Act internal _act;

    function _require(bool holds, Rule rule, string memory otherwise) internal {
        if (!holds && bytes(broken[rule]).length == 0) broken[rule] = otherwise;
    }

    /// @dev Whether `account` called, or signed what was sent.
    function _agreed(address account) internal view returns (bool) {
        return account != address(0) && (account == _act.caller || account == _act.signer || account == _act.cosigner);
    }

    function _now() internal view returns (uint256) {
        return cheats.getBlockTimestamp();
    }

    function _account(bytes32 topic) internal pure returns (address) {
        return address(uint160(uint256(topic)));
    }

    function _hospital(bytes32 topic) internal pure returns (uint32) {
        return uint32(uint256(topic));
    }
}
