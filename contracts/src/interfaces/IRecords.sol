// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICapsules} from "./ICapsules.sol";
import {IConsents} from "./IConsents.sol";
import {IRegistry} from "./IRegistry.sol";
import {IReports} from "./IReports.sol";
import {IRequests} from "./IRequests.sol";
import {ISignedRequests} from "./ISignedRequests.sol";

/// @title What: reports and consents
interface IRecords is ISignedRequests, IReports, IRequests, IConsents, ICapsules {
    function registry() external view returns (IRegistry);
}
