// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IReports} from "../interfaces/IReports.sol";

/// @dev A reference is exactly as long as the shortest bundle allowed, see `IReports`.
library CapsuleLength {
    uint256 internal constant MIN = 32;
    uint256 internal constant MAX = 32_768;

    function check(bytes calldata capsules) internal pure {
        if (capsules.length < MIN || capsules.length > MAX) revert IReports.ReportCapsulesLength(capsules.length);
    }
}
