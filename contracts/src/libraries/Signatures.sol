// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @dev ECDSA first, ERC-1271 second, whether the account has code or not: an account that delegated by EIP-7702 has code and
/// still signs with its own key.
library Signatures {
    /// @return signer Zero when the signature is malformed, malleable (high s) or nobody's.
    function recover(bytes32 digest, bytes calldata signature) internal pure returns (address signer) {
        (signer, , ) = ECDSA.tryRecoverCalldata(digest, signature);
    }

    /// @dev Nothing is a signature of the zero address, though that is what a malformed one recovers to.
    function isValid(address account, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        address signer = recover(digest, signature);
        if (signer != address(0) && signer == account) return true;
        return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);
    }
}
