// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICapsules} from "../interfaces/ICapsules.sol";
import {CapsuleLength} from "../libraries/CapsuleLength.sol";
import {Reading} from "./Reading.sol";

abstract contract Capsules is Reading, ICapsules {
    /// @inheritdoc ICapsules
    function publishCapsules(
        bytes20 chart,
        address recipient,
        uint32 recipientKeyVersion,
        bytes calldata capsules
    ) external {
        _checkHolder(chart);
        _checkKey(recipient, recipientKeyVersion);
        CapsuleLength.check(capsules);

        emit CapsulesPublished(chart, recipient, _msgSender(), recipientKeyVersion, capsules);
    }

    /// @inheritdoc ICapsules
    function publishOwnCapsules(uint32 keyVersion, bytes calldata capsules) external {
        _checkKey(_msgSender(), keyVersion);
        CapsuleLength.check(capsules);

        emit OwnCapsulesPublished(_msgSender(), keyVersion, capsules);
    }

    function _checkKey(address account, uint32 given) private view {
        (uint32 current, ) = _registry.keyOf(account);
        if (current == 0 || given != current) revert CapsulesStaleKey(current, given);
    }
}
