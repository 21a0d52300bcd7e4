// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IConsents} from "./IConsents.sol";
import {IRegistry} from "./IRegistry.sol";
import {IReports} from "./IReports.sol";

/// @title What: reports and consents
interface IRecords is IReports, IConsents {
    function registry() external view returns (IRegistry);
}
