// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Context} from "@openzeppelin/contracts/utils/Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {ISignedRequests} from "./interfaces/ISignedRequests.sol";
import {Signatures} from "./libraries/Signatures.sol";

/// @dev The contract calls itself, once, in the holder's name: a signed request runs the very code that a direct call runs.
abstract contract SignedRequests is Context, EIP712, Nonces, ISignedRequests {
    bytes32 private constant REQUEST_TYPE = keccak256(
        "ChartRequest(string statement,bytes20 chart,bytes call,uint256 nonce,uint32 epoch,uint64 deadline)"
    );
    bytes32 private constant STATEMENT = keccak256("I ask for the following, in the name of my chart.");

    /// @dev In whose name the contract is calling itself; zero when it is not.
    address private transient _requester;

    modifier beforeDeadline(uint64 deadline) {
        _checkDeadline(deadline);
        _;
    }

    /// @inheritdoc ISignedRequests
    function executeRequest(
        Request calldata request,
        bytes calldata signature
    ) external beforeDeadline(request.deadline) {
        bytes4 selector = bytes4(request.call);
        if (!_isRequestable(selector)) revert RequestNotAllowed(selector);
        (address holder, uint32 epoch) = _signerFor(request.chart);
        _useCheckedNonce(address(request.chart), request.nonce);
        if (!Signatures.isValid(holder, _digest(request, epoch), signature)) revert SignatureInvalid(holder);

        _requester = holder;
        // Reverts as the call does.
        // solhint-disable-next-line no-unchecked-calls
        Address.functionCall(address(this), request.call);
        _requester = address(0);
    }

    /// @dev Who must sign for a chart, and under which epoch.
    function _signerFor(bytes20 chart) internal view virtual returns (address holder, uint32 epoch);

    /// @dev The selectors that a request may name: what a patient does for their own chart, and nothing else.
    function _isRequestable(bytes4 selector) internal pure virtual returns (bool);

    function _msgSender() internal view virtual override returns (address) {
        return msg.sender == address(this) ? _requester : msg.sender;
    }

    function _checkDeadline(uint64 deadline) private view {
        if (block.timestamp > deadline) revert SignatureExpired(deadline);
    }

    /// @dev | type hash | hash of statement | chart | hash of call | nonce | epoch | deadline |
    function _digest(Request calldata request, uint32 epoch) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        REQUEST_TYPE,
                        STATEMENT,
                        request.chart,
                        keccak256(request.call),
                        request.nonce,
                        epoch,
                        request.deadline
                    )
                )
            );
    }
}
