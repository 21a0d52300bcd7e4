// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/IAccessControlDefaultAdminRules.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {IRecords} from "../../../src/interfaces/IRecords.sol";
import {IRegistry} from "../../../src/interfaces/IRegistry.sol";
import {cheats} from "./Cheats.sol";

/// @dev The whole registry, as tests call it.
interface IWholeRegistry is IRegistry, IAccessControl, IAccessControlDefaultAdminRules {
    function nonces(address chart) external view returns (uint256);

    function DAILY_CAP() external view returns (uint256);
}

/// @dev The whole of the records, as tests call them.
interface IWholeRecords is IRecords {
    function nonces(address chart) external view returns (uint256);

    function MAX_CONSENT() external view returns (uint256);
}

/// @dev Deploys what the sources' own build made: the tests, which that build would take long for, are compiled apart.
function deployRegistry(uint48 initialDelay, address initialDefaultAdmin) returns (IWholeRegistry) {
    return IWholeRegistry(create("Registry.sol:Registry", abi.encode(initialDelay, initialDefaultAdmin), 0));
}

function deployRecords(IWholeRegistry registry) returns (IWholeRecords) {
    return IWholeRecords(create("Records.sol:Records", abi.encode(registry), 0));
}

/// @return created Zero when the constructor refused.
function create(string memory name, bytes memory constructorArguments, uint256 value) returns (address created) {
    bytes memory code = abi.encodePacked(cheats.getCode(name), constructorArguments);
    assembly ("memory-safe") {
        created := create(value, add(code, 0x20), mload(code))
    }
}
