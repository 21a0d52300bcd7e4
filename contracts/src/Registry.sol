// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControlDefaultAdminRules} from "@openzeppelin/contracts/access/extensions/AccessControlDefaultAdminRules.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IRegistry} from "./interfaces/IRegistry.sol";
import {Facts, packFacts} from "./libraries/Facts.sol";
import {CareTeam} from "./registry/CareTeam.sol";
import {Person} from "./registry/Person.sol";
import {SignedRequests} from "./SignedRequests.sol";

contract Registry is IRegistry, CareTeam {
    constructor(
        uint48 initialDelay,
        address initialDefaultAdmin
    ) AccessControlDefaultAdminRules(initialDelay, initialDefaultAdmin) EIP712("Chartkey Registry", "1") {}

    /// @inheritdoc IRegistry
    function facts(bytes20 chart, address account, uint32 hospital) external view returns (Facts) {
        Chart storage control = _chart(chart);
        Person storage person = _person(account);
        address holder = control.holder;
        bool isWriting = hospital != 0;
        bool isActive = _isActiveDoctor(person);
        return
            packFacts({
                holder_: holder,
                signatureEpoch_: control.signatureEpoch,
                keyVersion_: _keyVersionOf(isWriting ? holder : account),
                attestationGeneration_: person.generation,
                frozen_: control.frozen,
                active_: isActive,
                assigned_: isWriting && isActive && _isAssigned(chart, account, hospital, person.generation),
                paused_: isPaused()
            });
    }

    /// @inheritdoc SignedRequests
    function _isRequestable(bytes4 selector) internal pure override returns (bool) {
        return
            selector == this.publishKey.selector ||
            selector == this.askForCare.selector ||
            selector == this.leaveCare.selector ||
            selector == this.cancelSignatures.selector ||
            selector == this.cancelRecovery.selector ||
            selector == this.replaceAuthoriser.selector ||
            selector == this.proposeAuthoriser.selector;
    }
}
