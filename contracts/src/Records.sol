// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {IRecords} from "./interfaces/IRecords.sol";
import {IRegistry} from "./interfaces/IRegistry.sol";
import {Capsules} from "./records/Capsules.sol";
import {Consents} from "./records/Consents.sol";
import {Reading} from "./records/Reading.sol";
import {Reports} from "./records/Reports.sol";
import {Requests} from "./records/Requests.sol";
import {SignedRequests} from "./SignedRequests.sol";

contract Records is IRecords, Reports, Requests, Consents, Capsules {
    constructor(IRegistry registry_) Reading(registry_) EIP712("Chartkey Records", "1") {}

    /// @inheritdoc IRecords
    function registry() external view returns (IRegistry) {
        return _registry;
    }

    /// @inheritdoc SignedRequests
    function _isRequestable(bytes4 selector) internal pure override returns (bool) {
        return
            selector == this.addReport.selector ||
            selector == this.correctReport.selector ||
            selector == this.rekeyReport.selector ||
            selector == this.addRemark.selector ||
            selector == this.retractReport.selector ||
            selector == this.eraseReport.selector ||
            selector == this.declineRequest.selector ||
            selector == this.publishCapsules.selector ||
            selector == this.publishOwnCapsules.selector;
    }
}
