// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IRegistry} from "./interfaces/IRegistry.sol";
import {Person} from "./registry/Person.sol";
import {CareTeam} from "./registry/CareTeam.sol";

contract Registry is IRegistry, CareTeam {
    constructor(
        uint48 initialDelay,
        address initialDefaultAdmin
    ) AccessControlDefaultAdminRules(initialDelay, initialDefaultAdmin) EIP712("Chartkey Registry", "1") {}

    /// @inheritdoc IRegistry
    function factsOf(bytes20 chart, address account, uint32 hospital) external view returns (Facts memory) {
        address holder = holderOf(chart);
        Person storage person = _person(account);
        return
            Facts({
                holder: holder,
                holderKeyVersion: _keyVersionOf(holder),
                accountKeyVersion: _keyVersionOf(account),
                attestationGeneration: person.generation,
                active: person.isActiveDoctor(),
                assigned: hospital != 0 && isAssigned(chart, account, hospital)
            });
    }
}
