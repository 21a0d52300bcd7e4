// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRecords} from "./interfaces/IRecords.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Consents} from "./records/Consents.sol";
import {Reports} from "./records/Reports.sol";

contract Records is IRecords, Consents {
    constructor(IRegistry registry_) Reports(registry_) {}

    /// @inheritdoc IRecords
    function registry() external view returns (IRegistry) {
        return _registry;
    }
}
